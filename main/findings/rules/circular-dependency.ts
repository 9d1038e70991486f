import { count, lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'circular-dependency',
  title: 'Circular dependency',
  category: 'structure',
  severity: 'high',
  meaning:
    'Modules load each other: none can be understood, tested or moved without the others, and one of them sees another half-made.',
  evidence:
    'The modules, and the edge that is cheapest to give up: it breaks up most of the cycle for the fewest names. Low, and with low confidence, where imports inside of functions close it.',
  mend: 'Move what goes over the named edge into a module of its own, which both sides import.',
  *find({ code: { graph, structure }, importLine }) {
    for (const { members, from, to, names, left, isLate } of structure.cycles) {
      const files = members.map((member) => graph.paths[member] ?? '');
      const [a, b] = [graph.paths[from] ?? '', graph.paths[to] ?? ''];
      const shown =
        files.length > 6 ? `${files.slice(0, 5).join(', ')} and ${files.length - 5} more` : files.join(', ');
      yield {
        file: a,
        place: lineOnly(importLine(from, to)),
        function: null,
        message: `${count(files.length, 'module')} load each other${isLate ? ', some only when a function asks for it' : ''}: ${shown}`,
        evidence: [
          {
            text: `${a} takes ${count(names, 'name')} of ${b}: the cheapest edge to cut${left === 0 ? '' : `; ${left} modules stay in cycles without it`}.`,
            range: { file: a, ...lineOnly(importLine(from, to)) },
          },
          { text: `${b} leads back to ${a}.`, range: { file: b, ...lineOnly(importLine(to, from)) } },
        ],
        // None sees another half-made: that is the usual way out of a cycle, and often meant.
        ...(isLate ? { severity: 'low', confidence: 'low' } : { confidence: 'high' }),
        // What is left when the others wait for a call is another finding.
        subject: `${isLate ? 'late ' : ''}${files.join(' ')}`,
      };
    }
  },
};
