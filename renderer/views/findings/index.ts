export { FindingsView } from './FindingsView.tsx';
