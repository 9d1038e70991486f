import { performance } from 'node:perf_hooks';
import { getEnvironmentData, isMainThread, setEnvironmentData, Worker } from 'node:worker_threads';
import { CHANGED, QUICK, SLOT_INTS, TICK } from './cells.ts';
import { quietly } from './quietly.ts';

/**
 * The bounded clock. A recorder re-arms its limit to the position of the next stamp; a sleeping worker, one for
 * all threads of the process, sets every armed limit to zero each tick and then notes the time. So one comparison
 * tells the recorder both "so many events have passed" and "a tick has passed".
 */

const SLOTS = 256;
const ENVIRONMENT_KEY = 'callscape.clock';

/** Int32 cells in front of the slots: [0] slots in use, [1] 1 when the worker runs, [2] 1 when it sleeps deeply. */
const HEAD_INTS = 16;
const CELL_SLOTS = 0;
const CELL_RUNNING = 1;
const CELL_ASLEEP = 2;

/** Between two ticks, in quick ones, where no thread has asked for quick ones. */
const SLOW = 32;

/** Between two looks at the watched file. */
const LOOK_MS = 150;

const now = performance.now.bind(performance);
const { timeOrigin } = performance;
// Captured before the app can replace it, which those do that turn time back.
const { bigint: read } = process.hrtime;
const reading = new BigInt64Array(1);
const halves = new Uint32Array(reading.buffer);

/**
 * ns on a clock that all threads of the process share; only differences mean something. Optimised code makes no BigInt of a
 * reading that goes straight to memory, which is why this takes 28 ns where `performance.now` takes 45.
 */
export function sharedNow(): number {
  reading[0] = read();
  return (halves[1] as number) * 2 ** 32 + (halves[0] as number);
}

// `performance.now` begins at 0 in each thread.
const originShift = sharedNow() / 1e6 - now();

/** Wall clock at a `sharedNow()` time, ns since 1970. */
export function wallNs(sharedNs: number): bigint {
  const ms = timeOrigin + (sharedNs / 1e6 - originShift);
  return BigInt(Math.floor(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1e6));
}

/**
 * A late tick makes times less exact, and on a busy machine ticks come tens of milliseconds late. So while they are to be quick the
 * thread asks to be woken before others; on Linux that concerns this thread only, elsewhere it would be the whole process. Not
 * everybody may ask. A slow tick asks for nothing: it would take its core from the service or from who waits for that.
 */
const WORKER_SOURCE = `
const { getPriority, setPriority } = require('node:os');
let isUrgent = false, mayAsk = process.platform === 'linux', usual = 0;
function ask(urgent) {
  if (!mayAsk || urgent === isUrgent) return;
  try {
    if (urgent) usual = getPriority(0);
    setPriority(0, urgent ? -10 : usual);
    isUrgent = urgent;
  } catch {
    mayAsk = false;
  }
}
const { workerData: { memory, tickMs, watched } } = require('node:worker_threads');
const { statSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const cells = new Int32Array(memory), times = new Float64Array(memory);
const now = performance.now.bind(performance);
let idle = 0, lookedAt = 0, stamp = '', wait = tickMs;
function stampOf() {
  try {
    const found = statSync(watched, { throwIfNoEntry: false });
    return found ? found.mtimeMs + ' ' + found.size : '';
  } catch {
    return '';
  }
}
cells[${CELL_RUNNING}] = 1;
for (;;) {
  Atomics.wait(cells, ${CELL_ASLEEP}, 0, wait);
  let busy = false, isNew = false, quick = false;
  if (watched && now() - lookedAt >= ${LOOK_MS}) {
    lookedAt = now();
    const seen = stampOf();
    isNew = seen !== stamp;
    stamp = seen;
  }
  for (let slot = 0, used = Math.min(cells[0], ${SLOTS}); slot < used; slot++) {
    const at = ${HEAD_INTS} + slot * ${SLOT_INTS};
    if (isNew) cells[at + ${CHANGED}] = 1;
    if (cells[at + ${QUICK}] === 1) quick = true;
    if (cells[at] === 0) continue;
    cells[at] = 0;
    times[at / 2 + ${TICK}] = Number(process.hrtime.bigint());
    busy = true;
  }
  ask(quick);
  wait = quick ? tickMs : tickMs * ${SLOW};
  idle = busy ? 0 : idle + 1;
  if (idle > 50) {
    Atomics.store(cells, ${CELL_ASLEEP}, 1);
    Atomics.wait(cells, ${CELL_ASLEEP}, 1, 1000);
    Atomics.store(cells, ${CELL_ASLEEP}, 0);
    idle = 0;
  }
}`;

export interface Clock {
  /** The thread's slot: `CELL` says what stands where. */
  readonly cells: Int32Array;
  /** The same memory, for `TICK`. */
  readonly times: Float64Array;
  /** Whether ticks come. Until then every event needs its own stamp. */
  running(): boolean;
  /** Ends the worker's deep sleep; cheap when it is awake. */
  wake(): void;
}

/** A clock without ticks: the recorder stamps each event. */
export function stillClock(): Clock {
  const memory = new SharedArrayBuffer(SLOT_INTS * 4);
  return {
    cells: new Int32Array(memory),
    times: new Float64Array(memory),
    running: () => false,
    wake: () => {},
  };
}

/** Claims this thread's slot, starting the process's worker if this is its first thread. `watched`: see `CHANGED`. */
export function startClock(tickNs: number, watched: string): Clock {
  let memory = isMainThread ? undefined : (getEnvironmentData(ENVIRONMENT_KEY) as SharedArrayBuffer);
  if (!memory) {
    memory = new SharedArrayBuffer((HEAD_INTS + SLOTS * SLOT_INTS) * 4);
    setEnvironmentData(ENVIRONMENT_KEY, memory);
    startWorker(memory, tickNs / 1e6, watched);
  }
  const cells = new Int32Array(memory);
  const slot = Atomics.add(cells, CELL_SLOTS, 1);
  if (slot >= SLOTS) return stillClock();
  const at = (HEAD_INTS + slot * SLOT_INTS) * 4;
  return {
    cells: new Int32Array(memory, at, SLOT_INTS),
    times: new Float64Array(memory, at, SLOT_INTS / 2),
    running: () => cells[CELL_RUNNING] === 1,
    wake: () => {
      if (cells[CELL_ASLEEP] === 0) return;
      Atomics.store(cells, CELL_ASLEEP, 0);
      Atomics.notify(cells, CELL_ASLEEP);
    },
  };
}

function startWorker(memory: SharedArrayBuffer, tickMs: number, watched: string): void {
  const worker = quietly(() => createWorker(memory, tickMs, watched));
  worker.unref();
  // A clock that fails leaves only larger bounds behind; it must not become the app's uncaught error.
  worker.on('error', () => {
    new Int32Array(memory)[CELL_RUNNING] = 0;
  });
}

function createWorker(memory: SharedArrayBuffer, tickMs: number, watched: string): Worker {
  return new Worker(WORKER_SOURCE, {
    eval: true,
    // Without these it would be traced itself, and start a worker of its own.
    execArgv: [],
    env: {},
    workerData: { memory, tickMs, watched },
    name: 'callscape clock',
    // Else the worker opens the app's own streams to forward to them.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
}
