import { count, observed, placedIn, type Rule, rowAround } from '../rule.ts';

export const rule: Rule = {
  id: 'listener-leak',
  title: 'Listener that is never removed',
  category: 'leak',
  severity: 'medium',
  meaning:
    'Each call adds a listener to something that lives longer, and nothing removes it: each event calls more and more of them.',
  evidence:
    'The addition, in a function and to something of the module or an import, without a removal in the file; with a run, that the function was called more than once.',
  mend: 'Remove the listener when it is done with, use `once` or an abort signal, or add one listener for all.',
  *find(context) {
    for (const { module, definition, subject, detail: _, facts: __, inLoop, ...place } of observed(
      context,
      'listener-added',
    )) {
      const row = rowAround(context, module, definition);
      const calls = context.run?.table.calls[row] ?? 0;
      if (context.run !== null && row !== -1 && calls < (inLoop ? 1 : 2)) continue;
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} adds a listener that is never removed`,
        evidence:
          calls > 0
            ? [
                {
                  text: `${count(calls, 'call')} of the run added ${inLoop ? 'one in each turn of a loop' : 'one each'}.`,
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
