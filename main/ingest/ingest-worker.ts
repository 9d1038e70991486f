import { type FSWatcher, mkdirSync, rmSync, watch } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type MessagePort, parentPort } from 'node:worker_threads';
import { isContractError, type RunId } from '#contract';
import { compressPages } from '../store/compression.ts';
import { sealedState } from '../store/recording.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { IngestSession } from './session.ts';
import { SpanRate } from './span-rate.ts';
import type { IngestSummary, RunFacts } from './types.ts';

/** How often the spools are looked at; a change that the system reports is looked at sooner. */
const POLL_MS = 50;
const SOON_MS = 10;
/** Views fill at this pace while the run lives, and at the slower one while there is a backlog to work off. */
const COMMIT_MS = 200;
const BACKLOG_COMMIT_MS = 1000;
/** A commit that takes long is followed by a longer pause: no more than a twentieth of the time goes into them. */
const PAUSE_PER_COMMIT = 20;
const MAX_PAUSE_MS = 4000;
/** Time spent reading before messages are looked at. */
const READ_MS = 100;
/** How long readers may keep a sealed recording from becoming one file. */
const PORTABLE_MS = 5000;

const collect = collector();

const port = parentPort as MessagePort;
const post = (message: FromWorker) => port.postMessage(message);

let finishWith: Partial<RunFacts> | undefined;
let wake: (() => void) | undefined;
port.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void run(message.start);
  else {
    finishWith = message.facts;
    wake?.();
  }
});

/** Waits, at most `ms`, for a message or a change in the spool folder. */
async function pause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  wake = undefined;
}

function watchSpools({ spoolDir }: WorkerStart): FSWatcher | undefined {
  try {
    // Only a hint: some file systems report nothing, so that the poll has to be enough.
    const watcher = watch(spoolDir, (_event, name) => {
      // The checkpoints are ours.
      if (!name?.endsWith('.state')) setTimeout(() => wake?.(), SOON_MS);
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

async function ingest(start: WorkerStart): Promise<IngestSummary> {
  const complete = sealedState(start.file);
  if (complete) {
    // The workbench died between sealing and deleting the spool: nothing is left to do but that.
    while (!finishWith) await pause(POLL_MS);
    rmSync(start.spoolDir, { recursive: true, force: true });
    return complete.summary;
  }
  mkdirSync(start.spoolDir, { recursive: true });
  compressPages(start.compress);
  const session = new IngestSession(start);
  const watcher = watchSpools(start);
  try {
    await follow(session, start.facts.id);
    const summary = session.seal({ ...start.facts, ...finishWith });
    report(session, start.facts.id, new SpanRate());
    const deadline = performance.now() + PORTABLE_MS;
    while (!session.makePortable() && performance.now() < deadline) await pause(SOON_MS);
    session.close();
    session.deleteSpool();
    return summary;
  } finally {
    watcher?.close();
    session.close();
  }
}

/** Reads and commits until the run has ended and nothing is left. */
async function follow(session: IngestSession, run: RunId): Promise<void> {
  const rate = new SpanRate();
  let nextCommit = performance.now();
  let nextReport = 0;
  while (true) {
    // Asked before looking: bytes that came in between are seen in this round.
    const finishing = finishWith !== undefined;
    const found = session.look();
    const more = found && session.read(performance.now() + READ_MS);
    const now = performance.now();
    if (session.dirty && now >= nextCommit) {
      session.commit();
      const took = performance.now() - now;
      const pace = more ? BACKLOG_COMMIT_MS : COMMIT_MS;
      nextCommit = now + Math.max(pace, Math.min(MAX_PAUSE_MS, took * PAUSE_PER_COMMIT));
      nextReport = 0;
    }
    if (now >= nextReport) {
      report(session, run, rate);
      nextReport = now + 1000;
    }
    if (finishing && !found) return;
    if (more || finishing) await new Promise((resolve) => setImmediate(resolve));
    else await pause(session.dirty ? Math.min(POLL_MS, Math.max(1, nextCommit - now)) : POLL_MS);
  }
}

function report(session: IngestSession, run: RunId, rate: SpanRate): void {
  const { spans, honesty, bytes } = session.summary();
  post({
    kind: 'progress',
    progress: {
      run,
      revision: session.revision,
      spans,
      spansPerSecond: rate.next(spans, performance.now()),
      lagBytes: session.lagBytes,
      bytes,
      honesty,
    },
  });
}

/** Frees what nothing refers to any more: a thread that waits makes no new objects, and so V8 would keep all of it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return gc;
}

async function run(start: WorkerStart): Promise<void> {
  finishWith = undefined;
  try {
    const summary = await ingest(start);
    post({ kind: 'finished', summary });
    collect();
  } catch (error) {
    const known = isContractError(error);
    const message = error instanceof Error ? error.message : String(error);
    post({
      kind: 'failed',
      code: known ? error.code : 'internal',
      message: known ? message : `The recording cannot be written: ${message}`,
      data: known ? error.data : error instanceof Error ? error.stack : undefined,
    });
  }
}
