import type { Evidence } from '#contract';
import { count, type KnownFunction, placedAt, type Rule, type RuleContext } from '../rule.ts';
import { rule as growing } from './memory-growth.ts';

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
    'What is in use behind the first fifth of the run, of which a line explains four fifths of how it differs: 16 MB more or above, and a quarter of what there was. For Node at least 4 samples right behind a collection of the whole heap; elsewhere at least 8, each the least that is resident from then on, and low confidence. The function that adds to a collection which nothing takes from, called 20 times or more; without one, with medium confidence, the function that is called most from outside.',
  mend: 'Look for what outlives a call: collections of the module, listeners, timers, caches without a bound. A collection that only grows is a finding of its own.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    const adding = busiestThatAdds(context);
    const outer = adding ?? busiestFromOutside(context);
    if (outer === null) return;
    for (const { bytes, bytesPerSecond, samples, pid, isCollected } of run.memory) {
      yield {
        ...placedAt(outer.known),
        message: `Memory grows by about ${mb(bytes / outer.calls)} with each call of ${outer.known.fact.name}`,
        evidence: [
          {
            text: `${mb(bytes)} in ${count(outer.calls, 'call')}, ${mb(bytesPerSecond)} a second, by ${samples} samples of process ${pid}.`,
          },
          {
            text: isCollected
              ? 'Each sample was taken behind a collection of the whole heap.'
              : 'Whether part of it is garbage is not known.',
          },
          ...(adding === null ? [] : [adding.evidence]),
        ],
        confidence: !isCollected ? 'low' : adding === null ? 'medium' : 'high',
        subject: 'memory',
        inRun: true,
      };
    }
  },
};

/** The function called most of those that add to something which nothing takes from. */
function busiestThatAdds(context: RuleContext) {
  let most: { known: KnownFunction; calls: number; evidence: Evidence } | null = null;
  for (const { file, function: fn, place, message } of growing.find(context)) {
    const known = context.functions.find(
      (one) => one.file === file && one.fact.line === fn?.line && one.fact.name === fn.name,
    );
    const calls = context.calls?.table.calls[known?.inRun ?? -1] ?? 0;
    if (known === undefined || calls < MIN_CALLS || calls <= (most?.calls ?? 0)) continue;
    const { line, endLine, start, end } = place;
    most = { known, calls, evidence: { text: `${message}.`, range: { file, line, endLine, start, end } } };
  }
  return most;
}

/** The function called most from outside. One that starts itself again, by a timer say, is called from outside each time. */
function busiestFromOutside({ calls: run, ofTable, isAside }: RuleContext) {
  const { length = 0, caller = [], callee = [], calls = [] } = run?.edges ?? {};
  const fromOutside = new Map<number, number>();
  const fromItself = new Map<number, number>();
  const fromOthers = new Set<number>();
  for (let e = 0; e < length; e++) {
    const [from, to, times] = [caller[e] ?? -1, callee[e] ?? -1, calls[e] ?? 0];
    if (from === -1) fromOutside.set(to, times);
    else if (from === to) fromItself.set(to, times);
    else fromOthers.add(to);
  }
  let most: { known: KnownFunction; calls: number } | null = null;
  for (const [fn, outside] of fromOutside) {
    const times = outside + (fromOthers.has(fn) ? 0 : (fromItself.get(fn) ?? 0));
    if (times < MIN_CALLS || times <= (most?.calls ?? 0)) continue;
    const known = ofTable(fn);
    if (known !== null && !isAside(known.file)) most = { known, calls: times };
  }
  return most;
}
