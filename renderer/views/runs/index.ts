export { RunsView } from './RunsView.tsx';
