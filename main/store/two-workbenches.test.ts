import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from './index.ts';

const program = fileURLToPath(new URL('./testing/busy-workbench.ts', import.meta.url));
const ROUNDS = 150;

/** Runs one in a process of its own; what it says. */
async function workbench(file: string, name: string): Promise<string> {
  const child = spawn(process.execPath, [program, file, name, String(ROUNDS)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (problems !== '') throw new Error(problems);
  return out;
}

describe('two workbenches on one project', () => {
  it('lose nothing of each other, share no name, and leave a catalogue that is whole', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'callscape-workbenches-')), 'catalogue.sqlite');
    await Promise.all([workbench(file, 'one'), workbench(file, 'two')]);
    const catalogue = openCatalogue(file);
    const runs = catalogue.list();
    const kept = Array.from({ length: ROUNDS }, (_, i) => i).filter((i) => i % 3 !== 0);
    const expected = ['one', 'two'].flatMap((name) => kept.map((i) => `${name}-${i}`));
    expect(runs.map((run) => run.id).sort()).toEqual(expected.sort());
    expect(new Set(runs.map((run) => run.name)).size).toBe(runs.length);
    for (const run of runs) expect(run).toMatchObject({ pinned: true, spans: Number(run.id.split('-')[1]) });
    catalogue.dispose();
    const connection = new Database(file, { readonly: true });
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(connection.prepare('SELECT count(*) FROM holds').pluck().get()).toBe(0);
    connection.close();
  });
});
