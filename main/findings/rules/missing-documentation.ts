import { count, type Rule } from '../rule.ts';

/** Share of a project's exported functions from which on documentation is its habit. */
const HABIT = 0.9;

export const rule: Rule = {
  id: 'missing-documentation',
  title: 'Missing documentation',
  category: 'care',
  severity: 'low',
  meaning: 'An exported function has no comment (docstring), in a project whose functions have one.',
  evidence:
    'The share of documented functions: from nine tenths on, the others stand out. A project without that habit is left alone. Marks alone, such as `@internal`, say nothing; but who wrote them left it at that.',
  mend: 'Say in one sentence what it gives, and what is not obvious about what it takes.',
  *find(context) {
    const { code, graph } = context.code;
    const open: { file: string; fact: (typeof context.functions)[number]['fact'] }[] = [];
    let all = 0;
    let described = 0;
    code.forEach((facts, module) => {
      const file = graph.paths[module] ?? '';
      if (facts === null || context.isAside(file)) return;
      const seen = new Set<number>();
      for (const { definition, documented } of facts.exports) {
        const fact = facts.functions[facts.definitions[definition]?.function ?? -1];
        if (
          fact === undefined ||
          seen.has(definition) ||
          // The comment of a getter is about what it gets, and so about what its setter sets.
          (fact.kind === 'setter' &&
            facts.functions.some(({ kind, name }) => kind === 'getter' && name === fact.name)) ||
          (facts.format === 'python' && fact.name.startsWith('_'))
        )
          continue;
        seen.add(definition);
        all++;
        if (fact.documented === 'words' || documented === 'words') described++;
        else if (fact.documented === null && documented === null) open.push({ file, fact });
      }
    });
    if (described < HABIT * all) return;
    for (const { file, fact } of open) {
      yield {
        file,
        place: fact,
        function: { name: fact.name, line: fact.line },
        message: `${fact.name} has no documentation`,
        evidence: [{ text: `${count(described, 'exported function')} of ${all} have some.` }],
        confidence: 'high',
      };
    }
  },
};
