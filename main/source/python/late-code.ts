import { type PythonStatement, pythonStatements } from '../python-lines.ts';

/** Tells code that runs while its module is loaded from code of functions that are called later. */
export interface Lateness {
  /**
   * What has to be called so that a statement runs: the function at the top of the module, or the class there of one of its functions;
   * `null` where it runs anyway. Statements are given in their order.
   */
  ownerOf(statement: PythonStatement): string | null;
  /** Those of the owners that something calls while the module is loaded, as far as their names show. */
  run(): ReadonlySet<string>;
}

interface Block {
  readonly indent: number;
  readonly line: number;
  /** What is to be called; `null` in a class, whose statements run at once. */
  readonly owner: string | null;
  readonly name: string;
}

export function createLateness(): Lateness {
  const open: Block[] = [];
  /** Names that statements mention in a call or before a dot, by what has to be called for the statement to run. */
  const named = new Map<string | null, Set<string>>();
  /** Of an `if __name__ == '__main__'`: what stands below does not run when another module loads this one. */
  let mainIndent = -1;

  function note(owner: string | null, text: string): void {
    const known = named.get(owner) ?? new Set();
    named.set(owner, known);
    for (const [, name = ''] of text.matchAll(/(?<![\w.])(\w+)\s*[(.]/g)) known.add(name);
    // A decorator is called, and an argument may be.
    for (const [, name = ''] of text.matchAll(/[@(,]\s*(\w+)(?=\s*[,)]|$)/g)) known.add(name);
  }

  return {
    ownerOf({ text, indent, line }) {
      while (open.length > 0 && indent <= (open.at(-1)?.indent ?? 0) && line !== open.at(-1)?.line)
        open.pop();
      if (indent <= mainIndent) mainIndent = -1;
      if (indent === 0 && /^if\s+__name__\s*==/.test(text)) mainIndent = 0;
      const around = open.at(-1);
      const owner = around?.owner ?? null;
      const [, kind, name = ''] = /^(?:async\s+)?(def|class)\s+(\w+)/.exec(text) ?? [];
      // Of a head only what stands behind a `=` calls anything: defaults of parameters, arguments for a metaclass.
      if (mainIndent === -1) note(owner, kind === undefined ? text : (/=.*/s.exec(text)?.[0] ?? ''));
      if (kind !== undefined) {
        const top = open[0]?.name ?? name;
        open.push({ indent, line, owner: kind === 'def' ? (owner ?? top) : owner, name });
      }
      return owner;
    },
    run() {
      const found = new Set<string>();
      const waiting: (string | null)[] = [null];
      for (let owner = waiting.pop(); owner !== undefined; owner = waiting.pop())
        for (const name of named.get(owner) ?? []) {
          if (found.has(name)) continue;
          found.add(name);
          waiting.push(name);
        }
      return found;
    },
  };
}

/** Names of functions and classes at the top of a module that run while it is loaded; more than those, never fewer. */
export function namesRunOnLoad(source: string): ReadonlySet<string> {
  const lateness = createLateness();
  for (const statement of pythonStatements(source)) lateness.ownerOf(statement);
  return lateness.run();
}
