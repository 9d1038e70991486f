import { join } from 'node:path';
import { startIngest } from '../../main/ingest/index.ts';
import { facts } from '../store/facts.ts';
import { generateSpools } from '../store/generate-spools.ts';

/** Functions of the made-up server. */
export const FUNCTIONS = 2400;

/** A recording of so many spans of a made-up server, under an id of its own where there are several; its file. */
export async function makeRecording(folder: string, spans: number, id: string = facts.id): Promise<string> {
  const spoolDir = join(folder, `spool-${id}`);
  const file = join(folder, `${id}.callscape`);
  generateSpools({ spans, threads: 3, functions: FUNCTIONS, spoolDir });
  const ingest = startIngest({ run: id, spoolDir, file, facts: { ...facts, id } });
  await ingest.finish();
  ingest.dispose();
  return file;
}
