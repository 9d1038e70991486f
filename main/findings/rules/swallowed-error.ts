import { observed, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'swallowed-error',
  title: 'Error whose reason is thrown away',
  category: 'care',
  severity: 'low',
  meaning: 'An error is caught and what it says is lost: a mistake looks like an ordinary case.',
  evidence:
    'A `catch` that neither uses the error nor throws again, around something awaited or loaded; in Python one for every exception (with low confidence where its body uses it, or only answers yes or no), or, with low confidence, one that hides why an import failed.',
  mend: 'Catch only what is expected, log the error, or throw it on as the cause of another.',
  *find(context) {
    for (const { module, definition, subject, detail, facts, ...place } of observed(
      context,
      'swallowed-error',
    )) {
      const loads = detail.includes('ImportExpression') || detail.includes('import');
      const broad = detail.includes('broad');
      const isPython = facts.format === 'python';
      const told = detail.includes('told');
      yield {
        ...placedIn(context, module, definition, place),
        message: told
          ? `${subject} catches every error, also those that nobody thought of`
          : `${subject} throws the reason of an error away`,
        evidence: loads ? [{ text: 'It hides why a module could not be loaded.' }] : [],
        // To go on without a package that is not there is common in Python, and meant.
        confidence: !told && !detail.includes('answer') && (broad || (loads && !isPython)) ? 'medium' : 'low',
        subject: `${subject} ${place.line}`,
      };
    }
  },
};
