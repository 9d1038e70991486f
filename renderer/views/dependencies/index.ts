export { DependenciesView } from './DependenciesView.tsx';
