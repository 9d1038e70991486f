import type { RunFacts } from '../../main/ingest/types.ts';

/** Of every run that is measured. */
export const facts: RunFacts = {
  id: 'rbench',
  name: 'bench',
  command: 'node server.js',
  cwd: '',
  level: 1,
  state: 'done',
  pid: 1000,
  startedAt: 1_700_000_000_000,
  endedAt: null,
  exitCode: 0,
  signal: null,
  diagnosis: null,
};
