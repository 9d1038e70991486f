import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId } from '#contract';
import { createEngine, type Engine } from '../../engine.ts';
import { examplePage } from './example-page.ts';
import { fetchProject } from './fetch-project.ts';
import { type RealProject, realProjects } from './projects.ts';

/**
 * Needs a network the first time, and minutes: `CALLSCAPE_REAL_PROJECTS=1`. With `update` the pages of docs/fix-examples are written
 * anew, else they are compared.
 */
const mode = process.env.CALLSCAPE_REAL_PROJECTS ?? '';
const cache = process.env.CALLSCAPE_REAL_CACHE ?? join(tmpdir(), 'callscape-real-projects');
const pages = fileURLToPath(new URL('../../../docs/fix-examples', import.meta.url));

/** Every file that is the project's own, by its path. */
function contents(dir: string): Record<string, string> {
  const found: Record<string, string> = {};
  const open = ['.'];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (/^(?:node_modules|__pycache__|\.pytest_cache|\.git)$/.test(entry.name)) continue;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) found[path] = readFileSync(join(dir, path), 'latin1');
    }
  return found;
}

/** What the project's tests say without Callscape: how many passed and failed, and how they ended. */
function suite({ tests, result }: RealProject, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      'sh',
      ['-c', tests],
      { cwd, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' },
      (_error, stdout, stderr) => {
        const counts = `${stdout}\n${stderr}`.match(result) ?? [];
        const told = counts.map((line) =>
          line
            .replace(/^[ℹ#]|\(.*\)/g, '')
            .replace(/\s+/g, ' ')
            .trim(),
        );
        resolve(`${told.join(', ')}; exit ${child.exitCode}`);
      },
    );
  });
}

const note = mode === '' ? ' (skipped: CALLSCAPE_REAL_PROJECTS=1 fetches them)' : '';

describe.skipIf(mode === '')(`real projects${note}`, () => {
  let engine: Engine;
  let folder: string;

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'callscape-real-')));
    engine = await createEngine({ dataDir: join(folder, 'data') });
  });
  afterAll(async () => {
    await engine?.dispose();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function traced(dir: string, command: string): Promise<RunId> {
    const { runs } = engine.services;
    const ended = Promise.withResolvers<RunId>();
    const listener = runs.onChanged({ dir }, ({ id, state }) => {
      if (state === 'done' || state === 'failed') ended.resolve(id);
    });
    await runs.start({ dir, command, level: 2, columns: 120, rows: 40 });
    return await ended.promise.finally(() => listener.dispose());
  }

  it.each(realProjects)(
    '$name takes all safe fixes, its tests say the same, and it is the same to the byte when they are undone',
    async (project) => {
      const dir = await fetchProject(project, cache, folder);
      // The kept diffs name callers, which only a recording of every call tells.
      writeFileSync(join(dir, '.env.tracing'), 'TRACING_OVERHEAD_BUDGET=0\n');
      const before = await suite(project, dir);
      const planted = contents(dir);
      const { fixes } = engine.services;
      const run = await traced(dir, project.tests);
      const proposals = await fixes.propose({ dir, run, mayAsk: true, mayRun: true });
      const safe = proposals.fixes.filter(({ optional }) => !optional).map(({ id }) => id);
      expect(safe.length).toBeGreaterThan(0);
      const outcome = await fixes.apply({
        dir,
        fixes: safe,
        proof: { tests: project.tests, command: null },
        commit: false,
      });
      const told = examplePage(project, outcome, before);
      const page = join(pages, `${project.name}.md`);
      if (mode === 'update') {
        mkdirSync(pages, { recursive: true });
        writeFileSync(page, told);
      }
      expect(outcome.takenBack).toEqual([]);
      expect(outcome.proof?.verdict, JSON.stringify(outcome.proof?.checks)).not.toBe('worse');
      expect(await suite(project, dir)).toBe(before);
      expect(told).toBe(readFileSync(page, 'utf8'));
      await fixes.undoAll({ dir });
      // Its tests may have left files of their own.
      const now = contents(dir);
      expect(Object.fromEntries(Object.keys(planted).map((path) => [path, now[path]]))).toEqual(planted);
    },
    600_000,
  );
});
