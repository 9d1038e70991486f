import { count, observed, placedIn, type Rule, rowAround } from '../rule.ts';

export const rule: Rule = {
  id: 'memory-growth',
  title: 'Something that only grows',
  category: 'leak',
  severity: 'medium',
  meaning:
    'A collection that lives as long as the program is added to and never read or emptied: the memory is never given back.',
  evidence:
    'A collection of the module, an addition inside of a function, and no place in the file that takes anything out (dead functions do not count); with a run, how often it happened.',
  mend: 'Bound it, take out what is done with, or do not keep it.',
  *find(context) {
    const { code } = context;
    const dead = new Set(
      code.verdicts.dead.map(
        ({ module, definition }) => `${module} ${code.code[module]?.definitions[definition]?.name}`,
      ),
    );
    for (const { module, definition, subject, detail, facts: _, inLoop, ...place } of observed(
      context,
      'collection-grows',
    )) {
      // What is taken out by code that can run is no leak.
      if (detail.some((name) => !dead.has(`${module} ${name}`))) continue;
      const row = rowAround(context, module, definition);
      const calls = context.run?.table.calls[row] ?? 0;
      if (context.run !== null && row !== -1 && calls < (inLoop ? 1 : 2)) continue;
      yield {
        ...placedIn(context, module, definition, place),
        message: `${subject} adds to something that nothing ever takes from`,
        evidence: calls > 0 ? [{ text: `Added to in ${count(calls, 'call')} of the run.` }] : [],
        confidence: calls > 0 ? 'high' : 'medium',
        subject,
        inRun: calls > 0,
      };
    }
  },
};
