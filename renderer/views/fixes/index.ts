export { FixesView } from './FixesView.tsx';
