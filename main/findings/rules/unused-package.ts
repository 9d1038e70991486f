import { lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unused-package',
  title: 'Unused package',
  category: 'dead',
  severity: 'low',
  meaning: 'A package is declared as needed to run, and no module, script or setting names it.',
  evidence: 'The manifest that declares it, and no mention anywhere in the source and the settings of tools.',
  mend: 'Remove it from the dependencies, or move it to the development dependencies when only a tool needs it.',
  *find({ code: { packages } }) {
    for (const { name, manifest, line } of packages.unused) {
      yield {
        file: manifest,
        place: lineOnly(line),
        function: null,
        message: `The package "${name}" is declared and never used`,
        evidence: [],
        confidence: 'medium',
        subject: name,
      };
    }
  },
};
