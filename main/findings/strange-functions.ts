import { isGeneratedFolder } from '../generated-folders.ts';
import type { RuleContext } from './rule.ts';

/** Functions of one file that a run called and that the source does not define. */
export interface StrangeFile {
  readonly file: string;
  /**
   * `made`: the file is there and does not define them. `gone`: the project has no such file. `elsewhere`: it is outside of the project, or in a
   * folder that tools write.
   */
  readonly where: 'made' | 'gone' | 'elsewhere';
  /** Rows of the run's table, the most called first. */
  readonly functions: readonly number[];
  /** Others of the file stand on another line than in the run: it has changed since. */
  readonly hasChanged: boolean;
}

/** Bits of the table: a module's top level, calls out of the scope, awaits and operations are no functions of a file. */
const NO_FUNCTION = 4 | 8 | 16 | 32;

/** Finds what only the run knows. Installed packages are left out; so is what has no name of its own. */
export function strangeFunctions({ run, code, ofTable }: RuleContext): StrangeFile[] {
  if (run === null) return [];
  const { table } = run;
  const moduleOf = new Map(code.graph.paths.map((path, module) => [path, module]));
  const rows = new Map<string, number[]>();
  const changed = new Set<string>();
  for (let f = 0; f < table.length; f++) {
    const name = table.name[f] ?? '';
    const file = table.files[table.file[f] ?? 0] ?? '';
    const isCalled = (table.calls[f] ?? 0) > 0 && ((table.flags[f] ?? 0) & NO_FUNCTION) === 0;
    if (!isCalled || ofTable(f) !== null || file === '' || name.includes('<') || isInstalled(file)) continue;
    const module = moduleOf.get(file);
    const facts = module === undefined ? undefined : code.code[module];
    // Nothing is known of a file that could not be read.
    if (facts === null) continue;
    if (facts?.functions.some((fact) => fact.name === name)) changed.add(file);
    else if (!facts?.functions.some(({ line }) => line === table.line[f]))
      rows.set(file, [...(rows.get(file) ?? []), f]);
  }
  const calls = (f: number): number => table.calls[f] ?? 0;
  const found = new Set([...rows.keys(), ...changed]);
  return [...found].sort().map((file) => ({
    file,
    where: moduleOf.has(file) ? 'made' : isElsewhere(file) ? 'elsewhere' : 'gone',
    functions: (rows.get(file) ?? []).sort((a, b) => calls(b) - calls(a) || a - b),
    hasChanged: changed.has(file),
  }));
}

const isInstalled = (file: string): boolean =>
  /(?:^|[/\\])(?:node_modules|site-packages|dist-packages)[/\\]/.test(file);

const isElsewhere = (file: string): boolean =>
  /^(?:[/\\]|\.\.[/\\]|[A-Za-z]:[/\\])/.test(file) ||
  file
    .split('/')
    .slice(0, -1)
    .some((folder) => isGeneratedFolder(folder));
