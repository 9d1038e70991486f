import { lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'missing-import',
  title: 'Missing import',
  category: 'broken',
  severity: 'high',
  meaning: 'The code imports a file that does not exist, or a name that the file does not export.',
  evidence:
    'The statement that imports, which no rule of the runtime, the compiler or the bundler leads anywhere.',
  mend: 'Correct the name, add the missing file or export, or remove the import and what depends on it.',
  *find(context) {
    const { graph, packages, missingExports } = context.code;
    const undeclared = new Set(packages.undeclared.map(({ module, line }) => `${module} ${line}`));
    for (const { module, specifier, line } of graph.unresolved) {
      const file = graph.paths[module] ?? '';
      // A package that nobody declared is a finding of its own.
      if (undeclared.has(`${module} ${line}`)) continue;
      yield {
        file,
        place: lineOnly(line),
        function: null,
        message: `"${specifier}" leads nowhere`,
        evidence: [
          { text: 'No file of that name was found, with any ending and by any alias of the project.' },
        ],
        confidence: context.isAside(file) ? 'low' : 'high',
        subject: specifier,
      };
    }
    for (const { module, specifier, name, line, target } of missingExports) {
      const file = graph.paths[module] ?? '';
      yield {
        file,
        place: lineOnly(line),
        function: null,
        message: `${graph.paths[target]} does not export "${name}"`,
        evidence: [
          {
            text: `It is imported from "${specifier}".`,
            range: { file: graph.paths[target] ?? '', ...lineOnly(1) },
          },
        ],
        confidence: context.isAside(file) ? 'low' : 'high',
        subject: `${specifier} ${name}`,
      };
    }
  },
};
