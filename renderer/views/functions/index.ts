export { FunctionsView } from './FunctionsView.tsx';
