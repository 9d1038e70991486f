import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPythons, VERSIONS } from './testing/pythons.ts';
import { forgetOpenNumbers, renderThreads } from './testing/render-tree.ts';
import { buildRecorder, type Outcome, type RunOptions, runPlain, runTraced } from './testing/run-python.ts';

const folder = fileURLToPath(new URL('fixtures/programs', import.meta.url));
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.tree'))
  .map((name) => name.replace('.tree', ''));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

console.log(`Python ${pythons.map(({ version }) => version).join(', ')}: ${programs.length} programs each`);

/** The machine's cores, so that a version's programs take their time together. */
const AT_ONCE = 4;

async function eachAtOnce(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  const left = [...names];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      await work(name).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map((one) => String(one)).join('\n\n'));
}

const plainRuns = new Map<string, Promise<Outcome>>();

/** Once for both recorders. */
function untraced(run: RunOptions): Promise<Outcome> {
  const key = JSON.stringify(run);
  const known = plainRuns.get(key) ?? runPlain(run);
  plainRuns.set(key, known);
  return known;
}

for (const version of VERSIONS) {
  const python = pythons.find((one) => one.version === version);
  describe.skipIf(!python)(`Python ${version}`, { timeout: 240_000 }, () => {
    for (const recorder of recorders) {
      it(`records the calls that are known, and changes nothing that can be seen, with the ${recorder} recorder`, async () => {
        if (!python) return;
        await eachAtOnce(programs, async (name) => {
          const known = readFileSync(join(folder, `${name}.tree`), 'utf8');
          const run = { python, args: [join(folder, `${name}.py`)], cwd: folder };
          const [plain, traced] = [await untraced(run), await runTraced({ ...run, recorder })];
          const { threads, ...seen } = traced;
          expect(seen, `${name}: what the app shows`).toEqual(plain);
          expect(forgetOpenNumbers(renderThreads(threads), known), `${name}: what was called`).toBe(known);
          for (const thread of threads) {
            expect([thread.unmatched, thread.damaged, thread.torn], `${name}: soundness`).toEqual([0, 0, 0]);
            expect(thread.skipped, `${name}: skipped files`).toEqual([]);
          }
        });
      });
    }
  });
}
