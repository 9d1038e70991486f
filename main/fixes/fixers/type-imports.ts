import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/**
 * Turns imports of which every name is only used as a type into `import type`, so that nothing of them is left when the code runs.
 * `null` where one of the names is also used as a value, or the file is no TypeScript.
 */
export function asTypeImports(file: ProjectFile, program: Node, imports: readonly Node[]): TextEdit[] | null {
  if (!/\.[cm]?tsx?$/.test(file.path)) return null;
  const names = new Set(
    imports.flatMap((one) =>
      nodesIn(one.specifiers).flatMap(({ local }) => (isNode(local) ? String(local.name) : [])),
    ),
  );
  if (valuesAmong(names, program)) return null;
  return imports.flatMap((statement): TextEdit[] => {
    if (statement.importKind === 'type') return [];
    const at = statement.start + 'import'.length;
    // `import { type A }` needs the word only once.
    const inline = nodesIn(statement.specifiers).filter(({ importKind }) => importKind === 'type');
    return [
      { start: at, end: at, text: ' type' },
      ...inline.map(({ start }) => ({
        start,
        end: start + (/^type\s+/.exec(file.text.slice(start))?.[0].length ?? 0),
        text: '',
      })),
    ];
  });
}

/** Whether one of some names stands anywhere as a value: also in `typeof`, exports, and JSX. */
function valuesAmong(names: ReadonlySet<string>, program: Node): boolean {
  for (const { node, parent } of nodes(program)) {
    if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') continue;
    if (!names.has(String(node.name)) || parent === null) continue;
    if (parent.type.startsWith('Import')) continue;
    if (/^TS(?:TypeReference|QualifiedName|InterfaceHeritage|ClassImplements|TypeQuery)$/.test(parent.type))
      continue;
    const isLabel =
      (parent.type === 'MemberExpression' && parent.property === node && parent.computed !== true) ||
      (/^(?:Property|MethodDefinition|PropertyDefinition|TSPropertySignature|TSMethodSignature)$/.test(
        parent.type,
      ) &&
        parent.key === node &&
        parent.computed !== true &&
        parent.shorthand !== true);
    if (!isLabel) return true;
  }
  return false;
}
