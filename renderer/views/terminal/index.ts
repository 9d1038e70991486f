export { TerminalView } from './TerminalView.tsx';
