import { count, type Draft, ms, placedAt, type Rule, type RuleContext } from '../rule.ts';
import { rule as slow } from './slow-function.ts';

export const rule: Rule = {
  id: 'high-variance',
  title: 'High variance',
  category: 'slow',
  severity: 'medium',
  meaning: 'A few calls take far longer than the others: what most users see as fast, some see as slow.',
  evidence:
    'The 99th percentile is at least 4 times the median and at least 20 ms longer, in 10 calls or more; and no slow or unsteady function below explains it. With low confidence: the slowest call takes 10 times the fastest and 20 ms more, whatever lies between.',
  mend: 'Compare a slow call with an ordinary one. Look for locks, first-time work, time limits that are missing.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    const explained = new Set(run.unsteady.map((one) => one.function));
    const slowOnes = new Set(
      [...slow.find(context)].map(({ file, function: fn }) => `${file}\n${fn?.name}\n${fn?.line}`),
    );
    const limitNs = context.config.performance_threshold_ms * 1e6;
    const explains = (row: number): boolean => {
      const known = context.ofTable(row);
      const isSlow = known !== null && slowOnes.has(`${known.file}\n${known.fact.name}\n${known.fact.line}`);
      // Something that waits when it is called at all is a choice of the caller's, not an explanation.
      const waits = (run.waitingNs[row] ?? 0) > (run.table.totalNs[row] ?? 0) / 2;
      return explained.has(row) || (!waits && (isSlow || (run.table.avgNs[row] ?? 0) >= limitNs));
    };
    for (const { function: f, causes, slowCalls, span } of run.unsteady) {
      const known = context.ofTable(f);
      if (known === null || context.isAside(known.file)) continue;
      const below = causes.filter((cause) => cause.function !== -1 && explains(cause.function));
      if (below.reduce((sum, { calls }) => sum + calls, 0) * 2 > slowCalls) continue;
      const { table } = run;
      const cause = causes.find((one) => one.function !== -1);
      yield {
        ...placedAt(known),
        message: `${count(slowCalls, 'call')} of ${table.calls[f]} of ${known.fact.name} take up to ${ms(table.maxNs[f] ?? 0)}, the others about ${ms(table.p50Ns[f] ?? 0)}`,
        evidence: [
          { text: `99th percentile ${ms(table.p99Ns[f] ?? 0)}, fastest ${ms(table.minNs[f] ?? 0)}.`, span },
          ...(cause === undefined
            ? []
            : [
                {
                  text: `${count(cause.calls, 'slow call')} spent most of it in ${table.name[cause.function]}.`,
                },
              ]),
        ],
        // One or two slow calls may be the machine's.
        confidence: slowCalls >= 3 ? 'high' : 'low',
        inRun: true,
      };
    }
    yield* wideOnes(context, explained);
  },
};

const MIN_CALLS = 10;
const WIDE = 10;
const MIN_DIFFERENCE_NS = 20e6;

/** Functions whose calls differ widely, but not by a few that stand out: what they are given may well be the reason. */
function* wideOnes(
  { calls: run, functions, isAside }: RuleContext,
  seen: ReadonlySet<number>,
): Generator<Draft> {
  if (run === null) return;
  const { table } = run;
  for (const known of functions) {
    const { inRun: f, file, fact } = known;
    const [least, most] = [table.minNs[f] ?? 0, table.maxNs[f] ?? 0];
    const calls = table.calls[f] ?? 0;
    if (f === -1 || seen.has(f) || isAside(file) || calls < MIN_CALLS) continue;
    if (!(most >= WIDE * least && most - least >= MIN_DIFFERENCE_NS)) continue;
    yield {
      ...placedAt(known),
      message: `Calls of ${fact.name} take between ${ms(least)} and ${ms(most)}`,
      evidence: [
        {
          text: `${count(calls, 'call')}, median ${ms(table.p50Ns[f] ?? 0)}, 99th percentile ${ms(table.p99Ns[f] ?? 0)}.`,
          ...(run.slowest[f] ? { span: run.slowest[f] } : {}),
        },
      ],
      severity: 'low',
      confidence: 'low',
      inRun: true,
    };
  }
}
