export { ModulesView } from './ModulesView.tsx';
