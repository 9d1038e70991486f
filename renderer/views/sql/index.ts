export { SqlPanel } from './SqlPanel.tsx';
