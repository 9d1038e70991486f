import { visitorKeys } from 'oxc-parser';
import { type Node, nodesIn } from './syntax.ts';

/** What makes a type of everything inside of it. */
const types =
  /^TS(?:Type|Interface|Array|Union|Intersection|Function|Tuple|Mapped|Conditional|Literal|Indexed|Constructor|Optional|Rest|ClassImplements|Qualified|Named)/;

/** Whether a name stands for nothing but a type in a module: it is used, and only where types are. */
export function isOnlyType(program: Node, name: string): boolean {
  let uses = 0;
  const open: { node: Node; inType: boolean }[] = [{ node: program, inType: false }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, inType } = at;
    if (node.type === 'ImportDeclaration') continue;
    if (node.type === 'Identifier' && node.name === name) {
      if (!inType) return false;
      uses++;
    }
    const within =
      inType || types.test(node.type) || (node.type.startsWith('Export') && node.exportKind === 'type');
    for (const key of visitorKeys[node.type] ?? [])
      for (const child of nodesIn(node[key])) open.push({ node: child, inType: within });
  }
  return uses > 0;
}
