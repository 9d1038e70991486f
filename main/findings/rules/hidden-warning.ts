import { observed, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hidden-warning',
  title: 'Warning switched off',
  category: 'leak',
  severity: 'low',
  meaning: 'The runtime would warn that listeners pile up, and the code told it not to.',
  evidence: 'A call that sets the limit of listeners to none.',
  mend: 'Set the limit that is really needed, and remove listeners that are done with.',
  *find(context) {
    for (const { module, definition, subject, detail: _, facts: __, ...place } of observed(
      context,
      'warning-hidden',
    )) {
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} switches off the warning about too many listeners`,
        evidence: [],
        confidence: 'high',
        subject,
      };
    }
  },
};
