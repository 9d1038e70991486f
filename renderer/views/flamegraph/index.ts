export { FlameGraphView } from './FlameGraphView.tsx';
