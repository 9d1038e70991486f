export { CallsView } from './CallsView.tsx';
