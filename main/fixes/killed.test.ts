import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { openFixEngine } from './fix-engine.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const everyPoint = process.env.CALLSCAPE_FAULTS === 'full';
const body = (name: string) => `${name}();\n`.repeat(4000);
const edited = ['a', 'b', 'c', 'd', 'e'];
const names = [...edited, 'gone'];

/** What the program printed; `null` when it was killed. */
function applyAndUndo(dir: string, journal: string, dieAt: number): Promise<string | null> {
  const preload = pathToFileURL(fixture('die-at.mjs')).href;
  const args = ['--import', preload, fixture('apply-and-undo.ts'), dir, journal];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env: { ...process.env, DIE_AT: String(dieAt) } }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (error.signal === 'SIGKILL') resolve(null);
      else reject(error);
    });
  });
}

it(`killed at ${everyPoint ? 'every' : 'any'} point of applying and undoing, every file is whole and the journal knows which`, {
  timeout: 900_000,
}, async () => {
  const dir = await projectFolder(Object.fromEntries(names.map((name) => [`${name}.js`, body(name)])));
  const journal = join(temporaryFolder(), 'fixes.sqlite');
  const read = (name: string) => (existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : null);
  const operations = Number(await applyAndUndo(dir, journal, Number.POSITIVE_INFINITY));
  expect(operations).toBeGreaterThan(100);
  let betweenFiles = 0;

  for (let dieAt = 1; dieAt <= operations; dieAt += everyPoint ? 0.5 : 5.5) {
    expect(await applyAndUndo(dir, journal, dieAt), `killed at ${dieAt}`).toBeNull();

    const now = edited.map((name) => read(`${name}.js`));
    edited.forEach((name, at) => {
      expect([body(name), `fixed();\n${body(name)}`]).toContain(now[at]);
    });
    expect([null, body('gone')]).toContain(read('gone.js'));
    expect([null, 'made();\n']).toContain(read('made/new.js'));
    if (new Set(now.map((text) => text?.startsWith('fixed'))).size > 1) betweenFiles++;

    const engine = openFixEngine(dir, journal);
    const recovered = await engine.recover();
    expect(recovered.flatMap(({ left }) => left)).toEqual([]);
    for (const { id, state } of engine.history()) if (state === 'applied') await engine.undo(id);
    expect(engine.history().every(({ state }) => state === 'undone')).toBe(true);
    engine.dispose();
    expect(names.map((name) => read(`${name}.js`))).toEqual(names.map(body));
    expect(readdirSync(dir).sort()).toEqual(names.map((name) => `${name}.js`));
  }
  // Otherwise the kills came where nothing was at stake.
  expect(betweenFiles).toBeGreaterThan(5);
});
