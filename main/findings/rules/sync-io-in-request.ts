import { count, observed, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sync-io-in-request',
  title: 'Blocking I/O in a request',
  category: 'slow',
  severity: 'medium',
  meaning:
    'The whole thread waits for a file, a process or a compressor while requests or coroutines are under way.',
  evidence:
    'A blocking call in a function that the run called below an asynchronous one, more than once; in Python, in a coroutine itself.',
  mend: 'Use the asynchronous form, or read once when the program starts.',
  *find(context) {
    const { run } = context;
    for (const { module, definition, subject, facts, detail: _, ...place } of observed(context, 'sync-io')) {
      const around = context.around(module, definition);
      if (around === null) continue;
      const calls = run?.table.calls[around.inRun] ?? 0;
      const inRequest = calls > 1 && run?.belowAsync[around.inRun] === 1;
      if (!inRequest && !(run === null && around.fact.async)) continue;
      const ranIn =
        calls > 0
          ? [{ text: `${around.fact.name} was called ${count(calls, 'time')} while other work could wait.` }]
          : [];
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} blocks everything else while ${around.fact.name} runs`,
        evidence: ranIn,
        confidence: inRequest ? 'high' : facts.format === 'esm' ? 'medium' : 'low',
        subject,
        inRun: inRequest,
      };
    }
    for (const { module, definition, subject, facts: _, detail: __, ...place } of observed(
      context,
      'blocks-loop',
    )) {
      const around = context.around(module, definition);
      const calls = run?.table.calls[around?.inRun ?? -1] ?? 0;
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} blocks the event loop in the coroutine ${around?.fact.name ?? ''}`,
        evidence: calls > 0 ? [{ text: `The coroutine was called ${count(calls, 'time')} in the run.` }] : [],
        confidence: 'high',
        subject,
        inRun: calls > 0,
      };
    }
  },
};
