import { observed, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'sequential-awaits',
  title: 'Awaits one after the other',
  category: 'slow',
  severity: 'medium',
  meaning: 'Several things are waited for one after the other, though none needs what another gave.',
  evidence:
    'Neighbouring statements that await calls of different functions, without a use of each other. Calls whose names say that they change something are left out.',
  mend: 'Start them together: `await Promise.all([..])`, `asyncio.gather(..)`.',
  *find(context) {
    for (const { module, definition, subject: _, detail, ...place } of observed(
      context,
      'sequential-awaits',
    )) {
      const at = placedIn(context, module, definition, place);
      const row = context.around(module, definition)?.inRun ?? -1;
      const calls = context.run?.table.calls[row] ?? 0;
      yield {
        ...at,
        message: `${detail.join(', ')} could be waited for together`,
        evidence: calls > 0 ? [{ text: `Called ${calls} times in the run.` }] : [],
        confidence: 'medium',
        subject: detail.join(' '),
        inRun: calls > 0,
      };
    }
  },
};
