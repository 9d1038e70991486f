import { count, ms, placedAt, type Rule } from '../rule.ts';

const MIN_SHARE = 0.2;
const MIN_SELF_NS = 100e6;

export const rule: Rule = {
  id: 'hot-spot',
  title: 'Hot spot',
  category: 'slow',
  severity: 'low',
  meaning: 'A large part of the computing time of the run is spent in this one function.',
  evidence: 'Its self time without waiting, from a fifth of that of all functions on, and at least 100 ms.',
  mend: 'This is where work pays: a faster way here is felt in the whole run.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    const busy = (f: number): number => Math.max(0, (run.table.selfNs[f] ?? 0) - (run.waitingNs[f] ?? 0));
    let all = 0;
    for (let f = 0; f < run.table.length; f++) all += busy(f);
    for (const known of context.functions) {
      const { inRun: f, fact, file } = known;
      if (f === -1 || context.isAside(file) || busy(f) < MIN_SELF_NS || busy(f) < MIN_SHARE * all) continue;
      yield {
        ...placedAt(known),
        message: `${fact.name} takes ${Math.round((100 * busy(f)) / all)}% of the computing time of the run`,
        evidence: [
          {
            text: `${ms(busy(f))} of its own in ${count(run.table.calls[f] ?? 0, 'call')}.`,
            ...(run.slowest[f] ? { span: run.slowest[f] } : {}),
          },
        ],
        confidence: 'high',
        inRun: true,
      };
    }
  },
};
