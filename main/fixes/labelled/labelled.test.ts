import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunId, Services } from '#contract';
import { createEngine, type Engine } from '../../engine.ts';
import { temporaryFolder, writeFiles } from '../../testing/folder.ts';
import { fixers } from '../fixers/index.ts';
import { recipeFixers } from '../fixers/recipes.ts';
import { type FixCase, fixCases } from './labelled.ts';

const cases = fixCases();
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
/** Rules whose only fix is a note, which nobody writes unasked. */
const notes = new Set(['never-given', 'never-taken']);
let engine: Engine;
let dataDir: string;

beforeAll(async () => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'callscape-labelled-')));
  engine = await createEngine({ dataDir });
});
afterAll(async () => {
  await engine.dispose();
  rmSync(dataDir, { recursive: true, force: true });
  // It closes the recordings of some fifty runs.
}, 60_000);

/** Every file of a project by its path. */
function contents(dir: string): Record<string, string> {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(dir, path)).isFile() && !/__pycache__|@biomejs/.test(path))
      .map((path) => [path, readFileSync(join(dir, path), 'utf8')]),
  );
}

/** What the project's own test says: its exit code; `null` where it has none. */
function checked(dir: string, files: FixCase['files']): Promise<number | null> {
  const [program, file] =
    'check.py' in files ? ['python3', 'check.py'] : 'check.js' in files ? [process.execPath, 'check.js'] : [];
  if (program === undefined || file === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const child = execFile(program, [file], { cwd: dir }, () => resolve(child.exitCode));
  });
}

/** A project that is set up for Biome has it, as an installation would bring it. */
function installFormatter(dir: string, { files }: FixCase): void {
  if (!('biome.json' in files)) return;
  mkdirSync(join(dir, 'node_modules'));
  symlinkSync(join(modules, '@biomejs'), join(dir, 'node_modules', '@biomejs'));
}

async function run({ runs }: Services, dir: string, level: 2 | 5, isPython: boolean): Promise<RunId> {
  const ended = Promise.withResolvers<RunId>();
  const listener = runs.onChanged({ dir }, ({ id, state }) => {
    if (state === 'done') ended.resolve(id);
  });
  const command = isPython ? 'python3 main.py' : `"${process.execPath}" main.js`;
  await runs.start({ dir, command, level, columns: 80, rows: 24 });
  return ended.promise.finally(() => listener.dispose());
}

async function look(services: Services, dir: string, { level, rule, files }: FixCase) {
  const id = level === 0 ? null : await run(services, dir, level, 'main.py' in files);
  const proposals = await services.fixes.propose({ dir, run: id, mayRun: rule === 'code-style' });
  const { findings } = await services.findings.analyse({ dir, run: id });
  return {
    found: findings.filter(({ confidence }) => confidence !== 'low'),
    // What is only right if a person means it is no fix of the finding, unless it is what the rule is for.
    fixes: proposals.fixes.filter(
      ({ finding, optional }) => finding.rule === rule && (!optional || notes.has(rule)),
    ),
    refused: proposals.refused.filter(({ finding }) => finding.rule === rule),
  };
}

describe.each([...new Set(cases.map(({ rule }) => rule))])('%s', (rule) => {
  const ofRule = cases.filter((one) => one.rule === rule);

  it.each(ofRule.filter(({ refused }) => refused === null))(
    'is fixed: $name',
    async (one) => {
      const { services } = engine;
      const dir = temporaryFolder();
      await writeFiles(dir, one.files);
      installFormatter(dir, one);
      const before = await look(services, dir, one);
      expect(before.refused.map(({ reason }) => reason)).toEqual([]);
      expect(before.fixes.length).toBeGreaterThan(0);
      expect(await checked(dir, one.files)).toBe(
        'check.js' in one.files || 'check.py' in one.files ? 0 : null,
      );

      const ids = before.fixes.map(({ id }) => id);
      const { left, applied } = await services.fixes.apply({ dir, fixes: ids, proof: null, commit: false });
      expect(left).toEqual([]);
      expect(await checked(dir, one.files)).toBe(
        'check.js' in one.files || 'check.py' in one.files ? 0 : null,
      );

      // Its finding is gone, nothing came instead, and a second time there is nothing to do.
      const after = await look(services, dir, one);
      const mended = new Set(applied.map(({ finding }) => finding?.id));
      const known = new Set(before.found.map(({ id }) => id));
      expect(after.found.filter(({ id }) => mended.has(id)).map(({ message }) => message)).toEqual([]);
      expect(after.found.filter(({ id }) => !known.has(id)).map(({ message }) => message)).toEqual([]);
      expect(after.fixes.map(({ title }) => title)).toEqual([]);

      await services.fixes.undoAll({ dir });
      expect(contents(dir)).toEqual(one.files);
    },
    60_000,
  );

  it.each(ofRule.filter(({ refused }) => refused !== null))(
    'is refused: $name',
    async (one) => {
      const dir = temporaryFolder();
      await writeFiles(dir, one.files);
      installFormatter(dir, one);
      const { fixes, refused } = await look(engine.services, dir, one);
      expect(fixes.map(({ title }) => title)).toEqual([]);
      expect(refused.map(({ reason }) => reason)).toEqual([expect.stringContaining(one.refused ?? '')]);
    },
    60_000,
  );
});

it('the set has at least 120 cases, one in four of them to be refused, at least six for each kind', () => {
  expect(cases.length).toBeGreaterThanOrEqual(120);
  expect(cases.filter(({ refused }) => refused !== null).length * 4).toBeGreaterThanOrEqual(cases.length);
  // What is only ever told is no kind of fix.
  const told = new Set(recipeFixers.map(({ rule }) => rule));
  for (const { rule } of fixers.filter((one) => !told.has(one.rule))) {
    const ofRule = cases.filter((one) => one.rule === rule);
    expect(ofRule.length, rule).toBeGreaterThanOrEqual(6);
    expect(
      ofRule.map(({ refused }) => refused === null),
      rule,
    ).toContain(true);
    expect(
      ofRule.map(({ refused }) => refused === null),
      rule,
    ).toContain(false);
  }
});
