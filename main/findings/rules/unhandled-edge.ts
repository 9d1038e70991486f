import { count, observed, placedAt, placedIn, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unhandled-edge',
  title: 'Case that was not thought of',
  category: 'broken',
  severity: 'low',
  meaning: 'The function has no answer for an input that can come: nothing to divide by, no element to take.',
  evidence:
    'A division by a length, or an element taken by it; with a run, results that are not a number (NaN).',
  mend: 'Decide what the answer is when there is nothing, and give it first.',
  *find(context) {
    const { calls: run } = context;
    // What a call proves is said of the call; which ones do is not known yet.
    if (context.run !== null && run === null) return;
    const proven = new Set<string>();
    for (const { function: f, count: times, span } of run?.notNumbers ?? []) {
      const known = context.ofTable(f);
      if (known === null) continue;
      const sources = [...observed(context, 'empty-input')].filter(
        (one) => context.around(one.module, one.definition)?.inRun === f,
      );
      const [source] = sources;
      proven.add(`${known.module} ${source?.line}`);
      yield {
        ...placedAt(known),
        ...(source === undefined ? {} : { place: source }),
        message: `${known.fact.name} returned NaN in ${count(times, 'call')} of ${run?.table.calls[f]}`,
        evidence: [
          { text: source === undefined ? 'A call that shows it.' : `${source.subject} was 0.`, span },
        ],
        confidence: 'high',
        subject: 'NaN',
        inRun: true,
      };
    }
    for (const { module, definition, subject, detail: _, facts: __, ...place } of observed(
      context,
      'empty-input',
    )) {
      if (proven.has(`${module} ${place.line}`)) continue;
      yield {
        ...placedIn(context, module, definition, place),
        message: `Nothing says what happens when ${subject} is 0`,
        evidence: [],
        confidence: 'low',
        subject,
      };
    }
  },
};
