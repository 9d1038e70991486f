import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine.ts';
import { temporaryFolder, writeFiles } from '../../testing/folder.ts';
import { type FixCase, fixCases } from './labelled.ts';

/** What the source alone shows: a run would take a second each, and the edits do not depend on it. */
const shown = fixCases().filter(
  ({ level, refused, rule }) => level === 0 && refused === null && rule !== 'code-style',
);
const kindOf = ({ rule, name }: FixCase): string => `${rule} ${name.startsWith('Python')}`;
/** One of each kind and language; `CALLSCAPE_FAULTS=full`: all. */
const cases = shown.filter(
  (one, at) =>
    process.env.CALLSCAPE_FAULTS === 'full' ||
    shown.findIndex((other) => kindOf(other) === kindOf(one)) === at,
);
let engine: Engine;
let dataDir: string;

beforeAll(async () => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'callscape-line-ends-')));
  engine = await createEngine({ dataDir });
});
afterAll(async () => {
  await engine.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

const asOnWindows = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** As some editors there write it: with a byte order mark, which has no place in JSON and other data. */
const marked = (path: string, text: string): string =>
  /\.(?:[cm]?[jt]s|py)$/.test(path) ? `\uFEFF${text}` : text;

/** Every file that the fixes of a case change, as it is afterwards. */
async function changed({ rule }: FixCase, files: FixCase['files']): Promise<Record<string, string | null>> {
  const dir = temporaryFolder();
  await writeFiles(dir, files);
  const { fixes } = await engine.services.fixes.propose({ dir, run: null });
  const ids = fixes.filter(({ finding, optional }) => finding.rule === rule && !optional).map(({ id }) => id);
  const { files: previews } = await engine.services.fixes.preview({ dir, fixes: ids });
  return Object.fromEntries(previews.map(({ path, after }) => [path, after]));
}

it.each(cases)(
  'lines that end as on Windows, behind a byte order mark, are edited as others are: $rule, $name',
  async (one) => {
    const plain = await changed(one, one.files);
    const windows = await changed(
      one,
      Object.fromEntries(
        Object.entries(one.files).map(([path, text]) => [path, marked(path, asOnWindows(text))]),
      ),
    );
    // A file that is new has no lines to follow.
    const edited = Object.keys(plain).filter((path) => path in one.files);
    expect(edited.length).toBeGreaterThan(0);
    for (const path of edited) {
      const after = plain[path] ?? null;
      expect(windows[path], path).toBe(after === null ? null : asOnWindows(after));
    }
  },
);
