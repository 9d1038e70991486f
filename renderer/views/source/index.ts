export { SourceView } from './SourceView.tsx';
