import type { Evidence } from '#contract';
import { count, type Draft, type KnownFunction, placedAt, type Rule, type RuleContext } from '../rule.ts';
import type { MemoryGrowth } from '../run-facts/memory.ts';
import { rule as growing } from './memory-growth.ts';

/** With fewer calls from outside, growth is not one of calls. */
const MIN_CALLS = 20;

/** What functions hold at the end that is less, or a smaller part of what all hold, is no matter; so much a call is one object. */
const MIN_HELD = 16 * 2 ** 20;
const MIN_SHARE = 0.1;
const MIN_HELD_PER_CALL = 16;

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
    'What is in use behind the first fifth of the run, of which a line explains four fifths of how it differs: 16 MB more or above, and a quarter of what there was. For Node at least 4 samples right behind a collection of the whole heap; elsewhere at least 8, each the least that is resident from then on, and low confidence. The function that adds to a collection which nothing takes from, called 20 times or more; without one, with medium confidence, the function that is called most from outside. Where the run recorded what is retained by function, those that were called 20 times or more and hold 16 MB or above, at least 16 bytes a call and a tenth of what all functions hold: with high confidence where the memory of a process is seen to grow as well; high from half of it on, low below a quarter.',
  mend: 'Look for what outlives a call: collections of the module, listeners, timers, caches without a bound. A collection that only grows is a finding of its own.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    const held = [...heldPerCall(context, run.memory)];
    // Whose memory it is need not be guessed then.
    if (held.length > 0) {
      yield* held;
      return;
    }
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

/** By the run's profile of what is retained: the functions that hold much, for each of their calls and in all. */
function* heldPerCall(
  { calls: run, ofTable, isAside }: RuleContext,
  growth: readonly MemoryGrowth[],
): Iterable<Draft> {
  if (run?.table.memory?.measure !== 'retained') return;
  const { selfBytes } = run.table.memory;
  const all = selfBytes.reduce((sum, bytes) => sum + bytes, 0);
  const [grows] = growth;
  for (const [fn, bytes] of selfBytes.entries()) {
    const calls = run.table.calls[fn] ?? 0;
    const share = bytes / all;
    const isMuch = bytes >= MIN_HELD && share >= MIN_SHARE && bytes >= calls * MIN_HELD_PER_CALL;
    const known = isMuch && calls >= MIN_CALLS ? ofTable(fn) : null;
    if (known === null || isAside(known.file)) continue;
    yield {
      ...placedAt(known),
      message: `Each call of ${known.fact.name} leaves about ${sizeOf(bytes / calls)} in use`,
      evidence: [
        {
          text: `${mb(bytes)} of its own were in use when the profile was taken, after ${count(calls, 'call')}: ${Math.round(100 * share)}% of what all functions held.`,
        },
        ...(grows
          ? [{ text: `The memory of process ${grows.pid} grew by ${mb(grows.bytesPerSecond)} a second.` }]
          : []),
      ],
      severity: share >= 0.5 ? 'high' : share >= 0.25 ? 'medium' : 'low',
      confidence: grows ? 'high' : 'medium',
      subject: 'memory',
      inRun: true,
    };
  }
}

const sizeOf = (bytes: number): string =>
  bytes >= 2 ** 20
    ? mb(bytes)
    : bytes >= 2 ** 10
      ? `${megabytes.format(bytes / 2 ** 10)} kB`
      : `${Math.round(bytes)} bytes`;

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
