import { lineOnly, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'disconnected-module',
  title: 'Disconnected module',
  category: 'structure',
  severity: 'medium',
  meaning: 'No entry point of the project leads to the module, by whatever imports: nobody would miss it.',
  evidence:
    'The entry points that were taken into account are listed with the modules of the analysis; tests do not count.',
  mend: 'Remove the module, or import it where it was meant to be used. If something starts it by name, say so under "entry" in callscape.config.json.',
  *find(context) {
    const { verdicts, graph, structure } = context.code;
    for (const { module, byTests, confidence, reasons } of verdicts.unloaded) {
      const file = graph.paths[module] ?? '';
      const alone = (structure.fanIn[module] ?? 0) + (structure.fanOut[module] ?? 0) === 0;
      const ran = context.functions.some((one) => one.module === module && one.inRun !== -1);
      if (ran) continue;
      const what = byTests
        ? 'only tests load it'
        : alone
          ? 'nothing imports it and it imports nothing'
          : 'nothing that runs imports it';
      yield {
        file,
        place: lineOnly(firstLine(context.code.code[module]?.definitions)),
        function: null,
        message: `${file} is disconnected: ${what}`,
        evidence: reasons.map((text) => ({ text })),
        confidence,
        subject: 'module',
      };
    }
  },
};

/** Where its first function or class stands. */
const firstLine = (definitions: readonly { readonly kind: string; readonly line: number }[] = []): number =>
  definitions.find(({ kind }) => kind === 'function' || kind === 'class')?.line ?? 1;
