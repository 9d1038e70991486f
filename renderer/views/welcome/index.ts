export { WelcomeView } from './WelcomeView.tsx';
