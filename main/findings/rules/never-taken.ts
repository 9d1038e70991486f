import type { Evidence } from '#contract';
import type { BranchFact } from '../../source/code/facts.ts';
import { type KnownCalls, knownCalls } from '../known-calls.ts';
import { count, type Draft, type KnownFunction, lineOnly, placedAt, type Rule } from '../rule.ts';

/** How often a decision has to be made until it says something that it always came out alike. */
const MIN_TIMES = 20;

interface Untaken {
  readonly branch: BranchFact;
  readonly text: string;
}

export const rule: Rule = {
  id: 'never-taken',
  title: 'Branch that no run took',
  category: 'dead',
  severity: 'low',
  meaning: 'A branch of a function did not run once, though what decides about it did, again and again.',
  evidence:
    'At levels 4 and 5 the lines that ran: what decides ran 20 times or more, and no line of the branch. At other levels only that the branch alone calls a function which others did call: that is weaker, and so are branches that only turn away what should not come.',
  mend: 'Note it, so that the next reader knows that nothing has needed it yet; a test that comes there would tell whether it works.',
  *find(context) {
    const run = context.calls;
    if (run === null) return;
    let calls: KnownCalls | null = null;
    for (const known of context.functions) {
      const { branches = [], name } = known.fact;
      if (branches.length === 0 || known.inRun === -1 || context.isAside(known.file)) continue;
      const times = run.table.calls[known.inRun] ?? 0;
      if (times < MIN_TIMES) continue;
      const lines = run.lines.get(known.inRun);
      // Lines outside of the function: the source has changed since the run.
      if (lines !== undefined && ![...lines.lines.keys()].every((at) => isWithin(at, known.fact))) continue;
      if (lines === undefined) {
        calls ??= knownCalls(context);
        const found = notCalled(known, times, calls).filter(({ branch }) => !branch.noted);
        if (found.length > 0)
          yield { ...draft(known, found), confidence: 'low', subject: 'calls', inRun: true };
        continue;
      }
      const found = outermost(notRun(branches, lines.lines)).filter(({ branch }) => !branch.noted);
      const plain = found.filter(({ branch }) => !branch.guard);
      const guards = found.filter(({ branch }) => branch.guard);
      if (plain.length > 0) yield { ...draft(known, plain), confidence: 'medium', inRun: true };
      if (guards.length > 0)
        yield {
          ...draft(known, guards),
          message: `${count(guards.length, 'guard')} of ${name} had nothing to turn away`,
          confidence: 'low',
          subject: 'guards',
          inRun: true,
        };
    }
  },
};

const isWithin = (line: number, place: { line: number; endLine: number }): boolean =>
  place.line <= line && line <= place.endLine;

const draft = (known: KnownFunction, found: readonly Untaken[]): Omit<Draft, 'confidence'> => ({
  ...placedAt(known),
  place: lineOnly(found[0]?.branch.from ?? known.fact.line),
  message: `${count(found.length, 'branch', 'branches')} of ${known.fact.name} ${found.length === 1 ? 'was' : 'were'} never taken`,
  evidence: found.map(({ branch, text }): Evidence => {
    const range = { file: known.file, line: branch.from, endLine: branch.to, start: -1, end: -1 };
    return { text, range };
  }),
});

/** Branches without a line that ran, though what decides ran often. */
function notRun(branches: readonly BranchFact[], lines: ReadonlyMap<number, number>): Untaken[] {
  return branches.flatMap((branch): Untaken[] => {
    const { kind, line, from, to } = branch;
    const times = lines.get(line) ?? 0;
    // A conditional expression is no statement: no step tells which side was taken.
    if (kind === 'value' || times < MIN_TIMES) return [];
    for (let at = from; at <= to; at++) if (lines.has(at)) return [];
    const where = from === to ? `Line ${from}` : `Lines ${from} to ${to}`;
    return [
      { branch, text: `${where} did not run, and line ${line}, which decides, ran ${count(times, 'time')}.` },
    ];
  });
}

/** Branches that alone call a function which the run saw called by others only. */
function notCalled(known: KnownFunction, times: number, calls: KnownCalls): Untaken[] {
  const { branches = [], name } = known.fact;
  const found = new Map<BranchFact, Untaken>();
  for (const { to, line, lastLine } of calls.from(known)) {
    if (to.inRun === -1 || calls.inRun(null, to) === 0 || calls.inRun(known, to) > 0) continue;
    const around = branches.filter((branch) => branch.from <= line && lastLine <= branch.to);
    const innermost = around.reduce<BranchFact | null>(
      (least, one) => (least === null || one.to - one.from < least.to - least.from ? one : least),
      null,
    );
    if (innermost === null || innermost.guard || found.has(innermost)) continue;
    const text = `Only line ${line} calls ${to.fact.name} here, and none of ${count(times, 'call')} of ${name} did; others called it.`;
    found.set(innermost, { branch: innermost, text });
  }
  return outermost([...found.values()]);
}

/** Without those that stand in another one of them. */
const outermost = (found: readonly Untaken[]): Untaken[] =>
  found.filter(
    ({ branch }) =>
      !found.some(
        ({ branch: other }) =>
          other !== branch &&
          other.from <= branch.from &&
          branch.to <= other.to &&
          other.to - other.from > branch.to - branch.from,
      ),
  );
