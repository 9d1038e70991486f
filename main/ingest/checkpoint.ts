import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { pack, unpack } from '../store/compression.ts';
import { openRecording } from '../store/recording.ts';
import { recordingSchema } from '../store/recording-schema.ts';
import type { FarParentsState } from './far-parents.ts';
import type { SpoolFileState } from './spool-file.ts';
import { decodeState, encodeState } from './state-codec.ts';
import type { ThreadReaderState } from './thread-reader.ts';
import type { TraceContextsState } from './trace-contexts.ts';

/** Raise it whenever what is saved, or what it means, changes: an ingest that another version began starts anew. */
const FORMAT = 4;
/** How far two looks at the clock may disagree about when the machine started. */
const BOOT_TOLERANCE_S = 5;

/** What an ingest knows besides what is in its recording. */
export interface IngestState {
  readonly spools: readonly SpoolFileState[];
  readonly threads: readonly ThreadReaderState[];
  readonly far: FarParentsState;
  readonly contexts: TraceContextsState;
  /** Ids given out so far. */
  readonly pages: number;
  readonly valuePages: number;
  readonly stepPages: number;
  readonly waitPages: number;
}

interface Checkpoint {
  readonly format: number;
  readonly schema: number;
  readonly boot: string | number;
  /** Of the recording that the state belongs to. */
  readonly revision: number;
  readonly state: IngestState;
}

/** Two of them: a kill between the writing of one and the commit it belongs to leaves the one before. */
const nameOf = (spoolDir: string, revision: number): string => join(spoolDir, `ingest-${revision % 2}.state`);

/**
 * Saves where an ingest stands, beside the spools, before the recording is committed as `revision`. A checkpoint that cannot be
 * written costs only that the ingest would begin anew.
 */
export function saveCheckpoint(spoolDir: string, revision: number, state: IngestState): void {
  const checkpoint: Checkpoint = { format: FORMAT, schema: schemaNow(), boot: bootNow(), revision, state };
  const file = nameOf(spoolDir, revision);
  try {
    writeFileSync(file, pack(encodeState(checkpoint), false));
  } catch {
    rmSync(file, { force: true });
  }
}

/** Takes both checkpoints away: what is committed from now on cannot be gone on with. */
export function dropCheckpoints(spoolDir: string): void {
  for (const revision of [0, 1]) rmSync(nameOf(spoolDir, revision), { force: true });
}

/**
 * Where an earlier ingest stopped, if it can be gone on with: the recording is at the revision that the checkpoint belongs to, the
 * spools are still there, and the machine has not been started anew, for without a power failure nothing that was handed to the
 * system is lost.
 */
export function findCheckpoint(spoolDir: string, file: string): Checkpoint | undefined {
  try {
    const recording = openRecording(file);
    const state = recording.state();
    recording.close();
    if (!state || state.sealed) return undefined;
    const bytes = unpack(readFileSync(nameOf(spoolDir, state.revision)));
    const found = decodeState(bytes) as Checkpoint;
    const isOurs = found.format === FORMAT && found.schema === schemaNow() && isThisBoot(found.boot);
    if (!isOurs || found.revision !== state.revision) return undefined;
    const isThere = ({ name, reader }: SpoolFileState): boolean =>
      reader === undefined || statSync(join(spoolDir, name)).size >= reader.position;
    return found.state.spools.every(isThere) ? found : undefined;
  } catch {
    // Missing, torn or damaged: the spools have everything.
    return undefined;
  }
}

const schemaNow = (): number => recordingSchema.migrations.length;

/** Linux gives every start of the machine a name; elsewhere, when that was (seconds since 1970). */
function bootNow(): string | number {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  } catch {
    return Date.now() / 1000 - uptime();
  }
}

function isThisBoot(boot: string | number): boolean {
  const now = bootNow();
  if (typeof boot === 'number' && typeof now === 'number') return Math.abs(boot - now) < BOOT_TOLERANCE_S;
  return boot === now;
}
