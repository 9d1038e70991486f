import { Worker } from 'node:worker_threads';
import { answerOf } from './answering.ts';
import type { QueryMessage } from './messages.ts';

/** How long after a statement's time the engine has to end this process before it ends itself. */
const ORPHAN_MS = 5000;

/** Outlives a statement that SQLite does not come back from, when the engine that should end this process is gone. */
const watchdog = new Worker(
  `let due;
   require('node:worker_threads').parentPort.on('message', (ms) => {
     clearTimeout(due);
     if (ms > 0) due = setTimeout(() => process.kill(process.pid, 'SIGKILL'), ms);
   });`,
  { eval: true, execArgv: [] },
);
watchdog.unref();

process.on('message', (message: QueryMessage) => {
  watchdog.postMessage(message.timeLimitMs + ORPHAN_MS);
  const answer = answerOf(message, () => false);
  watchdog.postMessage(0);
  process.send?.(answer);
});
