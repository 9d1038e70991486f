import { count, type Draft, type Rule, type RuleContext } from '../rule.ts';

export const rule: Rule = {
  id: 'dead-code',
  title: 'Dead code',
  category: 'dead',
  severity: 'low',
  meaning: 'Nothing that can run uses the function or class: no entry point leads to it.',
  evidence:
    'Uses by name, through imports and re-exports; for members any use of the name. Entry points, tests and the conventions of frameworks are known. What a run called is never dead.',
  mend: 'Remove it, with the tests that are only about it.',
  *find(context) {
    for (const dead of context.code.verdicts.dead) {
      const draft = judge(context, dead);
      if (draft !== null) yield draft;
    }
  },
};

function judge(context: RuleContext, dead: RuleContext['code']['verdicts']['dead'][number]): Draft | null {
  const { code, verdicts, graph } = context.code;
  const { module, definition, why, reasons, exported } = dead;
  const fact = code[module]?.definitions[definition];
  if (fact === undefined) return null;
  const file = graph.paths[module] ?? '';
  const calls = context.callsInAnyRun(file, fact.name, fact.line);
  if ((calls !== null && calls > 0) || context.ranInside(module, fact)) return null;
  if (why === 'module' && context.wasLoaded(module)) return null;
  // A file that is only probably dead is one finding, not one for each of its functions.
  if (why === 'module' && verdicts.unloaded.find((one) => one.module === module)?.confidence !== 'high')
    return null;
  const never =
    calls === 0 ? [{ text: `It was loaded and never called in ${count(context.runsLooked, 'run')}.` }] : [];
  const where =
    why === 'tests'
      ? 'is used by tests only'
      : why === 'module'
        ? 'is in a file that nothing loads'
        : exported
          ? 'is exported and used nowhere'
          : 'is used nowhere';
  return {
    file,
    place: fact,
    function: fact.function === -1 ? null : { name: fact.name, line: fact.line },
    message: `${fact.name} ${where}`,
    evidence: [...reasons.map((text) => ({ text })), ...never],
    confidence: dead.confidence,
    subject: fact.name,
  };
}
