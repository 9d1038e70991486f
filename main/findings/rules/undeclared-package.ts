import { lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'undeclared-package',
  title: 'Undeclared package',
  category: 'broken',
  severity: 'high',
  meaning:
    'The code imports a package that the project does not declare: a fresh installation would not have it.',
  evidence:
    'The import, and the manifests (package.json, pyproject.toml, requirements.txt) that do not name the package.',
  mend: 'Add the package to the dependencies, or remove the import.',
  *find(context) {
    const { packages, graph } = context.code;
    for (const { name, module, line, confidence } of packages.undeclared) {
      yield {
        file: graph.paths[module] ?? '',
        place: lineOnly(line),
        function: null,
        message: `The package "${name}" is not declared`,
        evidence: [{ text: 'No manifest of the project names it among its dependencies.' }],
        confidence,
        subject: name,
      };
    }
  },
};
