import { type ForkOptions, fork, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IngestFloors, measureFloors } from './ingest-floors.ts';
import { type MemoryFigures, measureMemory } from './measure-memory.ts';
import {
  type IngestFigures,
  measureFile,
  measureIngest,
  measureRecording,
  type RecordingFigures,
} from './measure-recording.ts';

const self = fileURLToPath(import.meta.url);
/** What is measured, bundled once for all processes. */
let bundled: Promise<string> | undefined;
/** As the workbench has one. */
const compileCache = join(tmpdir(), 'callscape-bench-compiled');

/** `measureRecording` in a process of its own: what others left in memory, and what they taught the compiler, is not ours. */
export const measureApart = (spoolDir: string, file: string): Promise<RecordingFigures> =>
  asked<RecordingFigures>('recording', spoolDir, file);

/** `measureFile` in a process of its own. */
export const measureFileApart = (file: string): ReturnType<typeof measureFile> =>
  asked<Awaited<ReturnType<typeof measureFile>>>('file', file);

/** `measureMemory` in a process of its own. */
export const measureMemoryApart = (file: string, name: string, readers: number): Promise<MemoryFigures> =>
  asked<MemoryFigures>('memory', file, name, String(readers));

/** `measureIngest` in a process of its own that has one core for all its threads; `undefined` where none can be given. */
export const measureOneCore = (spoolDir: string, file: string): Promise<IngestFigures | undefined> =>
  spawnSync('taskset', ['-c', '0', 'true']).status === 0
    ? askedOf<IngestFigures>(
        { execPath: 'taskset', execArgv: ['-c', '0', process.execPath] },
        'ingest',
        spoolDir,
        file,
      )
    : Promise.resolve(undefined);

/** `measureFloors` in a process of its own. */
export const measureFloorsApart = (
  spoolDir: string,
  firstSpoolDir: string,
  file: string,
): Promise<IngestFloors> => asked<IngestFloors>('floors', spoolDir, firstSpoolDir, file);

const asked = <T>(...request: readonly string[]): Promise<T> => askedOf<T>({}, ...request);

async function askedOf<T>(
  program: Pick<ForkOptions, 'execPath' | 'execArgv'>,
  ...request: readonly string[]
): Promise<T> {
  bundled ??= import('./bundle.ts').then(({ bundleMeasures }) => bundleMeasures());
  const measures = await bundled;
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
    const child = fork(measures, [...request], { serialization: 'advanced', env, ...program });
    child.once('message', (figures) => resolve(figures as T));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process that measures ended with ${code}.`)));
  });
}

if (process.send && process.argv[1] === self) {
  const [what, ...paths] = process.argv.slice(2) as [string, string, string, string];
  const measures: Record<string, () => Promise<unknown>> = {
    recording: () => measureRecording(paths[0], paths[1]),
    ingest: () => measureIngest(paths[0], paths[1]),
    floors: async () => measureFloors({ spoolDir: paths[0], firstSpoolDir: paths[1], file: paths[2] }),
    file: () => measureFile(paths[0]),
    memory: () => measureMemory(paths[0], paths[1], Number(paths[2])),
  };
  const figures = await measures[what]?.();
  process.send(figures, () => process.disconnect());
}
