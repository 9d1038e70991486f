import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unused-export',
  title: 'Unused export',
  category: 'dead',
  severity: 'low',
  meaning:
    'The module exports a name that no other module imports: the file uses it itself, or only its value is made.',
  evidence:
    'No import or re-export of the project leads to the name, and no entry point offers it to others.',
  mend: 'Remove the `export`, so that a reader knows who uses it.',
  *find({ code: { verdicts, graph } }) {
    for (const { module, name, confidence, ...place } of verdicts.unusedExports) {
      yield {
        file: graph.paths[module] ?? '',
        place: { ...place, endLine: place.line },
        function: null,
        message: `"${name}" is exported, and no other module uses it`,
        evidence: [],
        confidence,
        subject: name,
      };
    }
  },
};
