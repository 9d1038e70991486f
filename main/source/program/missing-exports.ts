import type { Program } from './types.ts';

/** A name that is imported from a file which does not export it. */
export interface MissingExport {
  readonly module: number;
  readonly specifier: string;
  readonly name: string;
  readonly line: number;
  readonly target: number;
}

/** Between ES modules only, whose exports are all in their text. */
export function missingExports(
  program: Program,
  lineOf: (module: number, specifier: string) => number,
): MissingExport[] {
  const { code, locate } = program;
  const found = new Map<string, MissingExport>();
  code.forEach((facts, module) => {
    if (facts?.format !== 'esm') return;
    for (const { imports } of facts.definitions) {
      for (const { specifier, name } of imports) {
        const to = locate(module, { specifier, name });
        if (to === null || name === '*' || exportsName(program, to.module, name)) continue;
        const line = lineOf(module, specifier);
        found.set(`${module} ${specifier} ${name}`, { module, specifier, name, line, target: to.module });
      }
    }
  });
  return [...found.values()];
}

/** Whether a module may export a name: where its exports cannot all be known, it may. */
function exportsName({ code, locate }: Program, module: number, name: string): boolean {
  const seen = new Set<number>();
  const waiting = [module];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const facts = code[at];
    if (facts?.format !== 'esm' || facts.exports.length === 0) return true;
    for (const { name: exported, from } of facts.exports) {
      if (exported === name || exported === '=') return true;
      if (exported !== '*' || from === null) continue;
      const to = locate(at, { specifier: from.specifier, name });
      if (to === null) return true;
      waiting.push(to.module);
    }
  }
  return false;
}
