import { observed, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mutable-default',
  title: 'Default value that calls share',
  category: 'care',
  severity: 'low',
  meaning: 'Python makes a default value once: a call that changes it changes it for all later calls.',
  evidence: 'A list, dict or set as the default of a parameter.',
  mend: 'Use None as the default and make a new one inside.',
  *find(context) {
    for (const { module, definition, subject, detail: _, facts: __, ...place } of observed(
      context,
      'mutable-default',
    )) {
      yield {
        ...placedIn(context, module, definition, place),
        message: `All calls that leave out "${subject}" share one default value`,
        evidence: [],
        confidence: 'high',
        subject,
      };
    }
  },
};
