import { count, observed, placedIn, type Rule, rowAround } from '../rule.ts';

export const rule: Rule = {
  id: 'timer-leak',
  title: 'Timer that is never cleared',
  category: 'leak',
  severity: 'medium',
  meaning:
    'Each call starts a timer that nothing stops: it goes on, and keeps what it refers to, after it is of any use.',
  evidence:
    'A repeating timer (in Python one with a thread of its own) started in a function, and nothing in the file that could stop one; with a run, that it was called more than once.',
  mend: 'Keep what starting returns, and stop the timer when its work is done.',
  *find(context) {
    for (const { module, definition, subject, detail: _, facts: __, inLoop, ...place } of observed(
      context,
      'timer-started',
    )) {
      const row = rowAround(context, module, definition);
      const calls = context.run?.table.calls[row] ?? 0;
      if (context.run !== null && row !== -1 && calls < (inLoop ? 1 : 2)) continue;
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} starts a timer that nothing stops`,
        evidence:
          calls > 0
            ? [
                {
                  text: `${count(calls, 'call')} of the run started ${inLoop ? 'one in each turn of a loop' : 'one each'}.`,
                },
              ]
            : [],
        confidence: calls > 1 || (calls > 0 && inLoop) ? 'high' : 'medium',
        subject,
        inRun: calls > 0,
      };
    }
  },
};
