import { count, ms, placedAt, type Rule } from '../rule.ts';

/** Earlier runs that must agree, calls in each, and how much more a call must take than in any of them. */
const MIN_RUNS = 3;
const MIN_CALLS = 3;
const RATIO = 1.5;
const MIN_MORE_NS = 1e6;

export const rule: Rule = {
  id: 'slower-than-before',
  title: 'Slower than before',
  category: 'slow',
  severity: 'medium',
  meaning:
    'A call takes more of its own time than in any of the runs before, by more than they differ among themselves.',
  evidence:
    'Own time of a call in the last runs, up to ten, each with 3 calls or more: 1.5 times the slowest of at least three, and 1 ms more.',
  mend: 'Compare this run with one of those before, and look at what has changed since: the code, the data, or what else the machine did.',
  *find(context) {
    const { run } = context;
    if (run === null) return;
    for (const known of context.functions) {
      const { inRun: f, fact, file } = known;
      const calls = run.table.calls[f] ?? 0;
      if (f === -1 || calls < MIN_CALLS || context.isAside(file)) continue;
      const before = context.trend(file, fact.name, fact.line).filter((one) => one.calls >= MIN_CALLS);
      if (before.length < MIN_RUNS) continue;
      const ownNs = (run.table.selfNs[f] ?? 0) / calls;
      const slowest = Math.max(...before.map((one) => one.ownNs));
      if (ownNs < RATIO * slowest || ownNs - slowest < MIN_MORE_NS) continue;
      yield {
        ...placedAt(known),
        message: `${fact.name} takes ${ms(ownNs)} of its own for a call, and took at most ${ms(slowest)} in ${count(before.length, 'run')} before`,
        evidence: [
          {
            text: `Own time of a call, run by run: ${[...before.map((one) => ms(one.ownNs)), ms(ownNs)].join(', ')}.`,
            ...(run.slowest[f] ? { span: run.slowest[f] } : {}),
          },
        ],
        confidence: 'high',
        inRun: true,
      };
    }
  },
};
