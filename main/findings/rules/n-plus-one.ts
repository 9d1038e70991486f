import { count, placedAt, type Rule } from '../rule.ts';
import { isOperation, MIN_LOOP } from '../run-facts/loops.ts';

export const rule: Rule = {
  id: 'n-plus-one',
  title: 'One query for each item (N+1)',
  category: 'slow',
  severity: 'medium',
  meaning:
    'One call asks for many things one by one, each with a question of its own, where one question could ask for all.',
  evidence:
    'Calls of a function that looks something up, by one call of another, 5 or more, with different arguments. Calls for others in between do not hide them.',
  mend: 'Collect what is needed and ask once, for all of it.',
  *find(context) {
    for (const { caller, callee, times, calls, most, distinct, interleaved, span } of context.calls?.loops ??
      []) {
      const from = context.ofTable(caller);
      const to = context.ofTable(callee);
      if (from === null || context.isAside(from.file)) continue;
      const shared = count(calls, 'call');
      const inBetween = interleaved ? ', with calls for others in between' : '';
      const { table } = context.calls ?? {};
      if (table !== undefined && isOperation(table, callee)) {
        const name = table.name[callee] ?? '';
        yield {
          ...placedAt(from),
          message: `${from.fact.name} does "${name}" once for each item: up to ${most} times in one call`,
          evidence: [
            {
              text: `${shared} of it in ${count(times, 'call')} of ${from.fact.name}${inBetween}; all are of one sort.`,
              span,
            },
          ],
          // Whether they ask for different things is not known.
          confidence: 'medium',
          subject: name,
          inRun: true,
        };
        continue;
      }
      if (to === null) continue;
      // The same few questions again and again are a repetition, not a list.
      if (distinct !== -1 && distinct < MIN_LOOP) continue;
      if (!to.fact.async && !/query|sql|select|fetch|load|exec/i.test(to.fact.name)) continue;
      yield {
        ...placedAt(from),
        message: `${from.fact.name} calls ${to.fact.name} once for each item: up to ${most} times in one call`,
        evidence: [
          {
            text: `${shared} of it in ${count(times, 'call')} of ${from.fact.name}${inBetween}.`,
            span,
          },
          { text: `${to.fact.name} is here.`, range: { file: to.file, ...placedAt(to).place } },
        ],
        confidence: distinct === -1 ? 'medium' : 'high',
        subject: to.fact.name,
        inRun: true,
      };
    }
  },
};
