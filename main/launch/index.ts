/** Starting and stopping targets, and saying why one failed. */
export { type AttachedTarget, launchAttached } from './attached.ts';
export { diagnose } from './diagnosis/index.ts';
export { diagnoseSilence } from './diagnosis/silence.ts';
export { targetEnvironment } from './environment.ts';
export type { TargetExit } from './exit.ts';
export { isStillAlive, type SeenProcess, stillAlive } from './process-table.ts';
export { preparePython } from './python/index.ts';
export { stopTree } from './stop-tree.ts';
export { launchInTerminal, type TerminalTarget } from './terminal.ts';
