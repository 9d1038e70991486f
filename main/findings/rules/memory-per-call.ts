import { count, placedAt, type Rule, type RuleContext } from '../rule.ts';

/** With fewer calls from outside, growth is not one of calls. */
const MIN_CALLS = 20;

const megabytes = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const mb = (bytes: number): string => `${megabytes.format(bytes / 2 ** 20)} MB`;

export const rule: Rule = {
  id: 'memory-per-call',
  title: 'Memory grows with each call',
  category: 'leak',
  severity: 'medium',
  meaning:
    'The memory of the process grows all through the run, as its calls go on: something that each of them makes is never given back.',
  evidence:
    'Samples of the memory behind the first fifth of the run, at least 8 that a line fits (four fifths of how they differ), 16 MB or more in all; and the function that is called most from outside, 20 times or more.',
  mend: 'Look for what outlives a call: collections of the module, listeners, timers, caches without a bound. A collection that only grows is a finding of its own.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    const outer = busiestFromOutside(context);
    if (outer === null) return;
    for (const { bytes, bytesPerSecond, samples, pid } of run.memory) {
      yield {
        ...placedAt(outer.known),
        message: `Memory grows by about ${mb(bytes / outer.calls)} with each call of ${outer.known.fact.name}`,
        evidence: [
          {
            text: `${mb(bytes)} in ${count(outer.calls, 'call')}, ${mb(bytesPerSecond)} a second, by ${samples} samples of process ${pid}.`,
          },
        ],
        confidence: 'medium',
        subject: 'memory',
        inRun: true,
      };
    }
  },
};

function busiestFromOutside({ calls: run, ofTable, isAside }: RuleContext) {
  let most: { known: NonNullable<ReturnType<typeof ofTable>>; calls: number } | null = null;
  const { length = 0, caller = [], callee = [], calls = [] } = run?.edges ?? {};
  for (let e = 0; e < length; e++) {
    const times = calls[e] ?? 0;
    if (caller[e] !== -1 || times < MIN_CALLS || times <= (most?.calls ?? 0)) continue;
    const known = ofTable(callee[e] ?? -1);
    if (known !== null && !isAside(known.file)) most = { known, calls: times };
  }
  return most;
}
