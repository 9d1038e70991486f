import { EDGE } from './edge-kinds.ts';
import type { ImportFact, ModuleFacts } from './module-facts.ts';
import { pythonStatements } from './python-lines.ts';

/** A block whose imports are not plain ones, until a line is indented no more than its head. */
interface Block {
  readonly indent: number;
  readonly isTry: boolean;
  readonly isForTypes: boolean;
}

/** What a Python file says of itself: its `def`s and lambdas, and the imports that statements name. */
export function readPython(source: string): ModuleFacts {
  const imports: ImportFact[] = [];
  let functions = 0;
  let blocks: Block[] = [];
  let headLine = 0;
  for (const { text, line, indent, opensBlock } of pythonStatements(source)) {
    // What stands behind a head on its own line is inside its block.
    if (line !== headLine) blocks = blocks.filter((block) => indent > block.indent);
    functions += text.match(/^(?:async\s+)?def\s|\blambda\b/g)?.length ?? 0;
    if (opensBlock) {
      const isForTypes = /^if\s+(?:\w+\.)?TYPE_CHECKING$/.test(text);
      if (text === 'try' || isForTypes) {
        blocks.push({ indent, isTry: text === 'try', isForTypes });
        headLine = line;
      }
      continue;
    }
    const kind = blocks.some((block) => block.isForTypes) ? EDGE.type : EDGE.import;
    const optional = blocks.some((block) => block.isTry);
    for (const named of namedModules(text)) imports.push({ ...named, kind, line, optional });
  }
  return { functions, imports, problem: null };
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
