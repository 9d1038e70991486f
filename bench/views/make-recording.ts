import { join } from 'node:path';
import { startIngest } from '../../main/ingest/index.ts';
import { generateSpools } from '../store/generate-spools.ts';
import { facts } from '../store/measure-recording.ts';

/** Functions of the made-up server. */
export const FUNCTIONS = 2400;

/** A recording of so many spans of a made-up server; its file. */
export async function makeRecording(folder: string, spans: number): Promise<string> {
  const spoolDir = join(folder, 'spool');
  const file = join(folder, 'rbench.callscape');
  generateSpools({ spans, threads: 3, functions: FUNCTIONS, spoolDir });
  const ingest = startIngest({ run: facts.id, spoolDir, file, facts });
  await ingest.finish();
  ingest.dispose();
  return file;
}
