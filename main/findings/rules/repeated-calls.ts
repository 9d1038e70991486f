import { count, ms, placedAt, type Rule } from '../rule.ts';
import { REPEATED } from '../run-facts/arguments.ts';

/** From so many calls of each kind on it is a repetition. */
const MIN_RATIO = 4;

export const rule: Rule = {
  id: 'repeated-calls',
  title: 'Repeated equal calls',
  category: 'slow',
  severity: 'medium',
  meaning:
    'The function is called again and again with equal arguments and gives equal results each time: the work is done anew for nothing.',
  evidence:
    'Captured arguments and results: each kind of call came 4 times or more on average, in 20 calls or more, or it cost 50 ms or more in all. The function goes through something; trivial ones are left out.',
  mend: 'Ask once and keep the answer, before the loop or in a cache.',
  *find(context) {
    for (const { function: f, calls, distinct, steady, repeatedNs, most } of context.calls?.repeated ?? []) {
      const known = context.ofTable(f);
      if (known === null || context.isAside(known.file) || !steady) continue;
      const often = calls >= REPEATED.calls && calls >= MIN_RATIO * distinct && known.fact.loops;
      const costly = repeatedNs >= REPEATED.ns && !known.fact.async;
      if (!often && !costly) continue;
      yield {
        ...placedAt(known),
        message: `${known.fact.name} is called ${count(calls, 'time')} with ${distinct} different ${distinct === 1 ? 'kind' : 'kinds'} of arguments`,
        evidence: [
          {
            text: `${count(most.count, 'time')} with (${most.input}), with the same result.`,
            span: most.span,
          },
          { text: `All but the first of each kind took ${ms(repeatedNs)}.` },
        ],
        confidence: 'high',
        inRun: true,
      };
    }
  },
};
