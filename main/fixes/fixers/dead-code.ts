import { editOf, type FixContext, type Fixer, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { effectOf } from './load-effects.ts';
import { readerOf } from './mentions.ts';
import { isLoadableByPath, loadableByPath } from './public-files.ts';
import { removePython } from './python-dead-code.ts';
import { fileBehind } from './relative-import.ts';
import { importEdits, withLines } from './statements.ts';
import { isNode, lineOf, type Node, nodes, nodesIn, parseFile } from './syntax.ts';

const removable = new Set(['FunctionDeclaration', 'ClassDeclaration', 'MethodDefinition']);

/** Removes a function, a class or a method that nothing uses, with its comment and the imports that only it needed. */
export const deadCode: Fixer = {
  rule: 'dead-code',
  async propose(finding, context) {
    const { range, confidence, message } = finding;
    if (message.endsWith('in a file that nothing loads'))
      return refuse('The whole file is to be judged, not a part of it.');
    if (confidence !== 'high') return refuse('Something may still use it: see the evidence.');
    if (/used by tests only$/.test(message))
      return refuse('Its tests use it: whether they are to go with it is for a person to say.');
    const reader = await readerOf(context, range.file);
    if (reader !== null)
      return refuse(`${reader} names the file, perhaps to read it as text: nothing in it is surely dead.`);
    const file = await context.read(range.file);
    if (range.file.endsWith('.py')) return await removePython(finding, file, context);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const found = declarationAt(syntax.program, range);
    if (found === null)
      return refuse('It is part of an expression: what remains of that is for a person to say.');
    const name = nameOf(found);
    const isExported =
      /^Export/.test(found.type) || found.type === 'ExpressionStatement' || /exported/.test(message);
    if (isExported && (await isLoadableByPath(context, range.file))) return refuse(loadableByPath);
    if (isKeptUnused(file.text, found.start))
      return refuse('Whoever wrote it told the linter that it is not used, and kept it.');
    const removed = withLines(file.text, found, syntax.comments);
    if (name !== null) {
      const other = otherUse(syntax.program, name, removed);
      if (other !== null)
        return refuse(
          `Line ${lineOf(file.text, other.start)} still names "${name}": look what for, and take that out first.`,
        );
    }
    const loud = await loadedForMore(syntax.program, range.file, context);
    const edits: TextEdit[] = [
      { ...removed, text: '' },
      ...importEdits(syntax, file.text, removed, (specifier) => loud.has(specifier)),
    ];
    return { ...editOf(file, `Remove ${name ?? message.split(' ')[0]}`, edits), removes: true };
  },
};

/** Specifiers of the project's own modules that do more than define something when they are loaded. */
async function loadedForMore(program: Node, from: string, context: FixContext): Promise<Set<string>> {
  const loud = new Set<string>();
  for (const { type, source } of nodesIn(program.body)) {
    if (type !== 'ImportDeclaration' || !isNode(source)) continue;
    const specifier = String(source.value);
    const path = fileBehind(specifier, from, context.files);
    if (path === undefined) continue;
    const file = await context.read(path);
    const module = parseFile(file);
    if (module !== null && effectOf(module.program, file) !== null) loud.add(specifier);
  }
  return loud;
}

/** `eslint-disable no-unused-vars` before it and its like: for the file so far, or for the next line. */
const isKeptUnused = (text: string, start: number): boolean =>
  /(?:eslint-disable(?:-next-line)?\b[^\n]*no-unused|biome-ignore[^\n]*noUnused|@ts-(?:ignore|expect-error)[^\n]*unused)/i.test(
    text.slice(0, start).split('\n').slice(-40).join('\n'),
  );

/** What a declaration is called; `null` for a method, whose name others may have as well. */
function nameOf(statement: Node): string | null {
  const declaration = isNode(statement.declaration) ? statement.declaration : statement;
  if (declaration.type === 'ExpressionStatement') return exportedBy(declaration)?.name ?? null;
  const named = nodesIn(declaration.declarations)[0] ?? declaration;
  return isNode(named.id) && declaration.type !== 'MethodDefinition' ? String(named.id.name) : null;
}

/** `exports.name = function () {}`, `module.exports.name = () => {}`. */
function exportedBy(statement: Node): { readonly name: string; readonly value: Node } | null {
  const { expression } = statement;
  if (!isNode(expression) || expression.type !== 'AssignmentExpression' || expression.operator !== '=')
    return null;
  const { left, right } = expression;
  if (!isNode(left) || !isNode(right) || left.type !== 'MemberExpression' || left.computed === true)
    return null;
  const { object, property } = left;
  if (!isNode(object) || !isNode(property)) return null;
  const isExports =
    (object.type === 'Identifier' && object.name === 'exports') ||
    (object.type === 'MemberExpression' &&
      isNode(object.object) &&
      object.object.name === 'module' &&
      isNode(object.property) &&
      object.property.name === 'exports');
  return isExports && /Function|Class/.test(right.type)
    ? { name: String(property.name), value: right }
    : null;
}

/** Whether a statement does nothing but name one function or class. */
function definesOnly(statement: Node, range: { readonly start: number; readonly end: number }): boolean {
  const declaration = isNode(statement.declaration) ? statement.declaration : statement;
  const [declarator, more] = nodesIn(declaration.declarations);
  const value =
    declaration.type === 'ExpressionStatement'
      ? exportedBy(declaration)?.value
      : (declarator?.init as Node | null);
  if (!isNode(value) || more !== undefined || !/Function|Class/.test(value.type)) return false;
  const stands = (node: Node | undefined): boolean => node?.start === range.start && node.end === range.end;
  return stands(value) || stands(declarator) || stands(declaration);
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
    const isMember =
      parent?.type === 'MemberExpression' && parent.property === node && parent.computed !== true;
    if (isMember && !isOfExports(parent)) continue;
    return node;
  }
  return null;
}

/** `exports.a`, `module.exports.a`, and `this.a`, which is the same at the top of a CommonJS module. */
const isOfExports = ({ object }: Node): boolean =>
  isNode(object) &&
  (object.type === 'ThisExpression' ||
    object.name === 'exports' ||
    (isNode(object.property) && object.property.name === 'exports'));

/** The declaration that stands at a place, with the `export` before it. */
function declarationAt(program: Node, range: { readonly start: number; readonly end: number }): Node | null {
  const alone = nodesIn(program.body).find((statement) => definesOnly(statement, range));
  if (alone !== undefined) return alone;
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
