/** Starting and stopping targets, and saying why one failed. */
export { type AttachedTarget, launchAttached } from './attached.ts';
export { diagnose } from './diagnosis/index.ts';
export { targetEnvironment } from './environment.ts';
export type { TargetExit } from './exit.ts';
export { stopTree } from './stop-tree.ts';
export { launchInTerminal, type TerminalTarget } from './terminal.ts';
