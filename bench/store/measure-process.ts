import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureFile, measureRecording, type RecordingFigures } from './measure-recording.ts';

const self = fileURLToPath(import.meta.url);

/** `measureRecording` in a process of its own: what others left in memory, and what they taught the compiler, is not ours. */
export const measureApart = (spoolDir: string, file: string): Promise<RecordingFigures> =>
  asked<RecordingFigures>('recording', spoolDir, file);

/** `measureFile` in a process of its own. */
export const measureFileApart = (file: string): ReturnType<typeof measureFile> =>
  asked<Awaited<ReturnType<typeof measureFile>>>('file', file);

function asked<T>(...request: readonly string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(self, [...request], { serialization: 'advanced' });
    child.once('message', (figures) => resolve(figures as T));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process that measures ended with ${code}.`)));
  });
}

if (process.send && process.argv[1] === self) {
  const [what, ...paths] = process.argv.slice(2) as [string, string, string];
  const figures =
    what === 'recording' ? await measureRecording(paths[0], paths[1]) : await measureFile(paths[0]);
  process.send(figures, () => process.disconnect());
}
