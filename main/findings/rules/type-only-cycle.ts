import { count, lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'type-only-cycle',
  title: 'Cycle of types',
  category: 'structure',
  severity: 'low',
  meaning:
    'Modules know each other, but some of them only by types: nothing of the cycle is left when the code runs.',
  evidence: 'The modules that lead to each other when type imports count.',
  mend: 'Nothing has to be done. Types that several modules share are easier to find in a module of their own.',
  *find({ code: { graph, structure }, importLine }) {
    for (const members of structure.typeCycles) {
      const files = members.map((member) => graph.paths[member] ?? '');
      yield {
        file: files[0] ?? '',
        place: lineOnly(importLine(members[0] ?? 0, members[1] ?? 0)),
        function: null,
        message: `${count(files.length, 'module')} know each other by types: ${files.slice(0, 5).join(', ')}`,
        evidence: [{ text: 'Without type imports they form no such cycle.' }],
        confidence: 'low',
        subject: files.join(' '),
      };
    }
  },
};
