import { afterAll, describe, expect, test } from 'vitest';
import { atMost } from '../testing/at-most.ts';
import type { NodeVersion } from '../testing/node-versions.ts';
import { type Outcome, runTraced, runUntraced, type TracedOutcome } from '../testing/run-traced.ts';
import { comparable } from './limits.ts';
import { type Entry, entriesFor, isFull, type Level, versions } from './matrix.ts';
import { type Program, runsOn } from './programs.ts';

const gate = atMost(2);
/** Traced runs that were compared, by Node and level. */
const ran = new Map<string, number>();

function expectTraced(program: Program, { threads }: TracedOutcome): void {
  for (const { unmatched, damaged, counters } of threads) {
    expect({ unmatched, damaged, dropped: counters?.dropped ?? 0 }).toEqual({
      unmatched: 0,
      damaged: 0,
      dropped: 0,
    });
  }
  const isFunction = (kind: string | undefined) => kind !== 'call' && kind !== 'await';
  const timed = threads.flatMap(({ spans }) => spans).filter(({ kind }) => isFunction(kind)).length;
  // On a busy machine a hot program may be throttled all the same: its calls are counted then.
  const counted = threads
    .flatMap(({ counters, functions }) =>
      (counters?.throttledFunctions ?? []).filter((one) => isFunction(functions[one.function]?.kind)),
    )
    .reduce((sum, one) => sum + one.counted, 0);
  const calls = timed + counted;
  const { exactly, count } = program.spans;
  if (exactly) expect(calls, 'spans').toBe(count);
  else expect(calls, 'spans').toBeGreaterThanOrEqual(count);
}

async function compare({ program, levels }: Entry, node: NodeVersion): Promise<void> {
  const { cwd, stdin } = program;
  const options = {
    cwd,
    args: [...program.options, ...program.args],
    node: node.executable,
    ...(stdin === undefined ? {} : { stdin }),
  };
  const untraced = await gate(() => runUntraced(options));
  const atLevel = async (level: Level) => {
    // With a budget texts count calls themselves; nothing takes so much that it would be throttled by this one.
    const config = level % 2 === 1 ? { level, budget: 0.99 } : { level };
    const traced = await gate(() => runTraced({ ...options, config }));
    const seen = (outcome: Outcome) => comparable(outcome, program.name, node, level);
    expect(seen(traced), `level ${level}`).toEqual(seen(untraced));
    expectTraced(program, traced);
    const key = `Node ${node.version} at level ${level}`;
    ran.set(key, (ran.get(key) ?? 0) + 1);
  };
  for (const level of levels) await atLevel(level);
}

describe.each(versions.filter((node) => entriesFor(node).some(({ levels }) => levels.length > 0)))(
  'a traced program does what it does untraced, on Node $version',
  (node) => {
    const entries = entriesFor(node);
    const name = ({ program }: Entry) => program.name;
    test.concurrent.each(
      entries.filter(({ levels }) => levels.length > 0).map((entry) => [name(entry), entry] as const),
    )('%s', { timeout: 120_000 }, (_, entry) => compare(entry, node));
    for (const { program } of entries.filter(({ program }) => !runsOn(program, node))) {
      test.skip(`${program.name}: needs a later Node`);
    }
  },
);

afterAll(() => {
  const lines = [...ran].sort().map(([where, count]) => `  ${where}: ${count} programs`);
  const tier = isFull ? 'every Node at every level' : 'a part; CALLSCAPE_FIDELITY=full runs all';
  console.log([`Compared (${tier}):`, ...lines].join('\n'));
});
