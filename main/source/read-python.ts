import { EDGE } from './edge-kinds.ts';
import type { ImportFact, ModuleFacts } from './module-facts.ts';
import { createLateness } from './python/late-code.ts';
import { readPythonCode } from './python/read-code.ts';
import { createTries } from './python/tries.ts';
import { pythonStatements } from './python-lines.ts';

/** What a Python file says of itself: its `def`s and lambdas, and the imports that statements name. */
export function readPython(source: string, deep = false): ModuleFacts {
  const imports: ImportFact[] = [];
  /** By import: the function or class at the top of the module whose call runs it; `null`: it runs when the module is loaded. */
  const owners: (string | null)[] = [];
  const late = createLateness();
  const tries = createTries();
  let functions = 0;
  let isEmpty = true;
  /** Of the `if TYPE_CHECKING` this is inside of: its indent and line; until a line is indented no more. */
  let forTypes: { readonly indent: number; readonly line: number } | null = null;
  for (const statement of pythonStatements(source)) {
    const { text, line, indent, opensBlock } = statement;
    const owner = late.ownerOf(statement);
    tries.look(statement);
    isEmpty &&= text === "''";
    // What stands behind the head on its own line is inside as well.
    if (forTypes !== null && indent <= forTypes.indent && line !== forTypes.line) forTypes = null;
    functions += text.match(/^(?:async\s+)?def\s|\blambda\b/g)?.length ?? 0;
    if (opensBlock && /^if\s+(?:\w+\.)?TYPE_CHECKING$/.test(text)) forTypes ??= { indent, line };
    const kind = forTypes === null ? EDGE.import : EDGE.type;
    for (const named of namedModules(text)) {
      tries.add(imports.length);
      imports.push({ ...named, kind, line, optional: false });
      owners.push(owner);
    }
  }
  const run = late.run();
  const placed = imports.map((read, at): ImportFact => {
    const owner = owners[at] ?? null;
    const fact = { ...read, optional: tries.caught.has(at) };
    return fact.kind !== EDGE.import || owner === null || run.has(owner)
      ? fact
      : { ...fact, kind: EDGE.dynamic };
  });
  const facts = { functions, imports: placed, isEmpty, problem: null };
  return deep ? { ...facts, code: readPythonCode(source) } : facts;
}

function namedModules(text: string): Pick<ImportFact, 'specifier' | 'members'>[] {
  const plain = /^import\s+(.+)$/.exec(text)?.[1];
  if (plain !== undefined) return names(plain).map((specifier) => ({ specifier, members: [] }));
  const from = /^from\s*(\.*\s*[\w.]*)\s*import\b\s*\(?([^)]*)\)?$/.exec(text);
  const specifier = from?.[1]?.replaceAll(/\s/g, '') ?? '';
  return specifier === '' ? [] : [{ specifier, members: names(from?.[2] ?? '') }];
}

/** `a.b as c, d` names `a.b` and `d`; `*` names nothing by itself. */
function names(list: string): string[] {
  const words = list.split(',').map((item) => /^\s*([\w.]+)/.exec(item)?.[1]);
  return words.filter((word) => word !== undefined);
}
