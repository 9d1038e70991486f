import { editOf, type Fixer, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { isLoadableByPath, loadableByPath } from './public-files.ts';
import { importEdits, withLines } from './statements.ts';
import { isNode, lineOf, type Node, nodes, parseFile } from './syntax.ts';

const removable = new Set(['FunctionDeclaration', 'ClassDeclaration', 'MethodDefinition']);

/** Removes a function, a class or a method that nothing uses, with its comment and the imports that only it needed. */
export const deadCode: Fixer = {
  rule: 'dead-code',
  async propose({ range, confidence, message }, context) {
    if (message.endsWith('in a file that nothing loads'))
      return refuse('The whole file is to be judged, not a part of it.');
    if (confidence !== 'high') return refuse('Something may still use it: see the evidence.');
    const file = await context.read(range.file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const found = declarationAt(syntax.program, range);
    if (found === null)
      return refuse('It is part of an expression: what remains of that is for a person to say.');
    const name = nameOf(found);
    const isExported = /^Export/.test(found.type) || /exported/.test(message);
    if (isExported && (await isLoadableByPath(context, range.file))) return refuse(loadableByPath);
    const removed = withLines(file.text, found, syntax.comments);
    if (name !== null && found.type !== 'MethodDefinition') {
      const other = otherUse(syntax.program, name, removed);
      if (other !== null)
        return refuse(
          `Line ${lineOf(file.text, other.start)} still names "${name}": look what for, and take that out first.`,
        );
    }
    const edits: TextEdit[] = [{ ...removed, text: '' }, ...importEdits(syntax, file.text, removed)];
    return { ...editOf(file, 'Remove it', edits), removes: true };
  },
};

/** What a declaration is called. */
function nameOf(statement: Node): string | null {
  const declaration = isNode(statement.declaration) ? statement.declaration : statement;
  return isNode(declaration.id) ? String(declaration.id.name) : null;
}

/** A mention of a name beside a part of the text: in a list of exports, or in code that is dead as well. */
function otherUse(
  program: Node,
  name: string,
  part: { readonly start: number; readonly end: number },
): Node | null {
  for (const { node, parent } of nodes(program)) {
    if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') continue;
    if (node.name !== name || (node.start >= part.start && node.end <= part.end)) continue;
    if (parent?.type === 'MemberExpression' && parent.property === node && parent.computed !== true) continue;
    return node;
  }
  return null;
}

/** The declaration that stands at a place, with the `export` before it. */
function declarationAt(program: Node, range: { readonly start: number; readonly end: number }): Node | null {
  for (const { node, parent } of nodes(program)) {
    const stands = removable.has(node.type) && node.start === range.start && node.end === range.end;
    const isBody = isNode(node.value) && node.value.start === range.start && node.value.end === range.end;
    if (!stands && !(node.type === 'MethodDefinition' && isBody)) continue;
    if (node.type !== 'MethodDefinition' && parent !== null && /^Export(Named|Default)/.test(parent.type))
      return parent;
    if (node.type === 'MethodDefinition' || parent?.type === 'Program') return node;
    return null;
  }
  return null;
}
