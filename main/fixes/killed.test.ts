import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { openFixEngine } from './fix-engine.ts';

const program = fileURLToPath(new URL('fixtures/apply-and-undo.ts', import.meta.url));
const kills = process.env.CALLSCAPE_FAULTS === 'full' ? 220 : 25;
const body = (name: string) => `${name}();\n`.repeat(4000);
const edited = ['a', 'b', 'c', 'd', 'e'];

it(`killed ${kills} times while applying and undoing, every file is whole and the journal knows which`, {
  timeout: 600_000,
}, async () => {
  const dir = await projectFolder(
    Object.fromEntries([...edited, 'gone'].map((name) => [`${name}.js`, body(name)])),
  );
  const journal = join(temporaryFolder(), 'fixes.sqlite');
  const read = (name: string) => (existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : null);
  const sides = (name: string) => [body(name), `fixed();\n${body(name)}`];
  const seen = { interrupted: 0, between: 0 };

  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, [program, dir, journal], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await killAfter(child, (kill * 7) % 61);

    const now = edited.map((name) => read(`${name}.js`));
    now.forEach((text, at) => {
      expect(sides(edited[at] as string)).toContain(text);
    });
    expect([null, body('gone')]).toContain(read('gone.js'));
    expect([null, 'made();\n']).toContain(read('made/new.js'));
    if (new Set(now.map((text) => text?.startsWith('fixed'))).size > 1) seen.between++;

    const engine = openFixEngine(dir, journal);
    const recovered = await engine.recover();
    if (recovered.length > 0) seen.interrupted++;
    expect(recovered.every(({ left }) => left.length === 0)).toBe(true);
    for (const { id, state } of engine.history()) if (state === 'applied') await engine.undo(id);
    expect(engine.history().every(({ state }) => state === 'undone')).toBe(true);
    engine.dispose();
    expect([...edited, 'gone'].map((name) => read(`${name}.js`))).toEqual([...edited, 'gone'].map(body));
    expect(readdirSync(dir).sort()).toEqual([...edited, 'gone'].map((name) => `${name}.js`));
  }
  // Otherwise nothing was tried.
  expect(seen.interrupted).toBeGreaterThan(kills / 10);
  expect(seen.between).toBeGreaterThan(0);
});

async function killAfter(child: ChildProcess, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await once(child, 'exit');
}
