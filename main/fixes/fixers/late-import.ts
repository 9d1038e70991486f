import { lateFunctions } from '../../source/index.ts';
import { editOf, type Proposal, type ProposedEdits, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { effectOf, nameOf, requiredBy } from './load-effects.ts';
import { leadsTo } from './module-paths.ts';
import { startOfLine } from './statements.ts';
import { isNode, type Node, nodes, nodesIn, parseFile, type Syntax } from './syntax.ts';
import { listed } from './words.ts';

/** A module is loaded anew in each function that needs it; in more of them that would be a burden to read. */
const MAX_FUNCTIONS = 3;

/** How a module takes names of another: by one statement at its top, or one variable of such a statement. */
interface Taken {
  /** What goes. */
  readonly part: Node;
  /** Its statement, and its place among the variables of that; -1 for an import. */
  readonly statement: Node;
  readonly at: number;
  /** The expression that loads it: `require('./a')`, `require('./a').b`, `await import('./a')`. */
  readonly load: string;
  readonly isScript: boolean;
  /** What stands for each name that it gives: `{ a: b }` is `b` by `a: b`; `null` for the module as a whole. */
  readonly names: ReadonlyMap<string, { readonly part: string | null; readonly exported: string | null }>;
}

/**
 * Lets a module be loaded only in the functions that use it: `require` where they begin, or `await import` where they can wait. Refused
 * where something is needed while the module itself is loaded, or where the other one does more than define when it is loaded.
 */
export function loadLate(from: ProjectFile, to: ProjectFile): Proposal {
  const [syntax, other] = [parseFile(from), parseFile(to)];
  if (syntax === null || other === null) return refuse('one of the files is no JavaScript that can be read.');
  const taken = takenBy(from, syntax, to.path);
  if (typeof taken === 'string') return refuse(taken);
  const doing = effectOf(other.program, to);
  if (doing !== null)
    return refuse(`${to.path} does something when it is loaded (${doing}), which would happen later.`);
  const beside = /(?:^|\n)[ \t]*(?:\/\/[^\n]*|[^\n]*\*\/)[ \t]*\r?\n$/;
  const before = from.text.slice(0, startOfLine(from.text, taken.statement.start));
  const behind = /^[^\n]*/.exec(from.text.slice(taken.statement.end))?.[0] ?? '';
  if (behind.trim() !== '' || (beside.test(before) && /\n\s*\n|^\s*$/.test(before.replace(beside, ''))))
    return refuse('a comment stands beside the import, and would lose its place.');
  const uses = usesOf(from, syntax, taken);
  if (typeof uses === 'string') return refuse(uses);
  if (!taken.isScript) {
    const changing = changingAmong(taken, other.program);
    if (changing !== null)
      return refuse(`"${changing}" of ${to.path} may change, and would be taken only once.`);
  }
  return edited(from, to, taken, uses);
}

/** What is used in each function, by the function that loads it then. */
type Uses = ReadonlyMap<Node, ReadonlySet<string>>;

function takenBy(from: ProjectFile, { program }: Syntax, to: string): Taken | string {
  const whole = `${from.path} loads ${to} in more than one way, or for what it does.`;
  const found: Taken[] = [];
  for (const statement of nodesIn(program.body)) {
    const imported = isNode(statement.source) ? String(statement.source.value) : null;
    if (imported !== null && leadsTo(from.path, imported, to)) {
      const taken = statement.type === 'ImportDeclaration' ? fromImport(statement, from.text) : null;
      if (taken === null) return whole;
      found.push(taken);
    }
    for (const [at, declarator] of nodesIn(statement.declarations).entries()) {
      const required = requiredBy(declarator);
      if (required === null || !leadsTo(from.path, required, to)) continue;
      const taken = fromRequire(declarator, from.text);
      if (taken === null) return whole;
      found.push({ ...taken, statement, at });
    }
  }
  const [only, more] = found;
  return only === undefined || more !== undefined ? whole : only;
}

function fromImport(statement: Node, text: string): Taken | null {
  const specifiers = nodesIn(statement.specifiers);
  if (specifiers.length === 0 || statement.importKind === 'type') return null;
  if (specifiers.some(({ importKind }) => importKind === 'type')) return null;
  const names = specifiers.map(({ type, local, imported }) => {
    const [own, theirs] = [nameOf(local), type === 'ImportDefaultSpecifier' ? 'default' : nameOf(imported)];
    return [
      own,
      type === 'ImportNamespaceSpecifier'
        ? { part: null, exported: null }
        : { part: own === theirs ? own : `${theirs}: ${own}`, exported: theirs },
    ] as const;
  });
  const { start, end } = statement.source as Node;
  const load = `await import(${text.slice(start, end)})`;
  return { part: statement, statement, at: -1, load, isScript: false, names: new Map(names) };
}

function fromRequire(declarator: Node, text: string): Omit<Taken, 'statement' | 'at'> | null {
  const { id, init } = declarator;
  if (!isNode(id) || !isNode(init)) return null;
  const taken = { part: declarator, load: text.slice(init.start, init.end), isScript: true };
  if (id.type === 'Identifier')
    return { ...taken, names: new Map([[nameOf(id), { part: null, exported: null }]]) };
  if (id.type !== 'ObjectPattern') return null;
  const names = nodesIn(id.properties).map((property) => {
    const { type, value, key, computed, start, end } = property;
    if (type !== 'Property' || computed === true || !isNode(value) || value.type !== 'Identifier')
      return null;
    return [nameOf(value), { part: text.slice(start, end), exported: nameOf(key) }] as const;
  });
  const known = names.filter((name) => name !== null);
  return known.length < names.length ? null : { ...taken, names: new Map(known) };
}

/** Every use of the names by the function that is to load the module for it; or a sentence that says which one has none. */
function usesOf(from: ProjectFile, { program }: Syntax, { part, names, isScript }: Taken): Uses | string {
  const late = lateFunctions(program);
  const uses = new Map<Node, Set<string>>();
  const path: Node[] = [];
  for (const { node, parent } of nodes(program)) {
    while (path.length > 0 && !isWithin(node, path.at(-1))) path.pop();
    path.push(node);
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? String(node.name) : null;
    if (name === null || !names.has(name) || parent === null) continue;
    if (isWithin(node, part) || isLabel(node, parent)) continue;
    if (isDeclared(node, parent, path[path.indexOf(parent) - 1]))
      return `"${name}" means something else in another place of ${from.path}.`;
    if (/^(?:Export|TS)/.test(parent.type)) return `"${name}" is exported again, or used as a type.`;
    if (
      (parent.type === 'AssignmentExpression' && parent.left === node) ||
      parent.type === 'UpdateExpression'
    )
      return `"${name}" is changed in ${from.path}.`;
    const functions = path.filter(isFunction);
    const outer = functions[0];
    if (outer === undefined || !late.some(({ start }) => start === outer.start))
      return `"${name}" is needed while ${from.path} is loaded (line ${lineAt(from.text, node.start)}).`;
    const owner = isScript ? outer : functions.find((one) => one.async === true);
    if (owner === undefined)
      return `${titleOf(outer, path)} uses "${name}" and cannot wait for a module: it is not async.`;
    const { body } = owner;
    if (!isNode(body) || !isWithin(node, body))
      return `"${name}" is used by a parameter of ${titleOf(owner, path)}.`;
    uses.set(owner, (uses.get(owner) ?? new Set()).add(name));
  }
  if (uses.size === 0) return `nothing of ${from.path} uses what it takes.`;
  if (uses.size > MAX_FUNCTIONS) return `${uses.size} functions of ${from.path} would have to load it.`;
  return uses;
}

const isWithin = ({ start, end }: Node, outer: Node | undefined): boolean =>
  outer !== undefined && outer.start <= start && end <= outer.end;

const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';

/** A key or member that is only written like the name. */
const isLabel = (node: Node, parent: Node): boolean =>
  (parent.type === 'MemberExpression' && parent.property === node && parent.computed !== true) ||
  (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) &&
    parent.key === node &&
    parent.value !== node &&
    parent.computed !== true &&
    parent.shorthand !== true) ||
  (parent.type === 'JSXMemberExpression' && parent.property === node) ||
  /^(?:(?:Labeled|Break|Continue)Statement|JSXAttribute)$/.test(parent.type);

/** Whether an identifier gives its name to something of its own. */
function isDeclared(node: Node, parent: Node, around: Node | undefined): boolean {
  if (parent.type === 'Property' && around?.type === 'ObjectPattern') return true;
  if (parent.type === 'VariableDeclarator') return parent.id === node;
  if (/^(?:Function|Class)/.test(parent.type))
    return parent.id === node || nodesIn(parent.params).includes(node);
  if (parent.type === 'ArrowFunctionExpression') return nodesIn(parent.params).includes(node);
  if (parent.type === 'CatchClause') return parent.param === node;
  // Taken out of an object, as a variable, a parameter or a target: all of it hides the name or changes it.
  return /Pattern$|^RestElement$/.test(parent.type) && parent.right !== node;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function titleOf(fn: Node, path: readonly Node[]): string {
  const around = path[path.indexOf(fn) - 1];
  const name = nameOf(fn.id ?? around?.key ?? around?.id);
  return name === '' || name === 'null' ? 'A function' : `"${name}"`;
}

/** An export that the other module may give another value later; `null` where all are functions, classes and constants. */
function changingAmong({ names }: Taken, program: Node): string | null {
  const wanted = new Set([...names.values()].map(({ exported }) => exported));
  for (const statement of nodesIn(program.body)) {
    const declared = isNode(statement.declaration) ? statement.declaration : statement;
    if (declared.type !== 'VariableDeclaration' || declared.kind === 'const') continue;
    for (const { id } of nodesIn(declared.declarations)) if (wanted.has(nameOf(id))) return nameOf(id);
  }
  return null;
}

function edited(from: ProjectFile, to: ProjectFile, taken: Taken, uses: Uses): ProposedEdits {
  const { text } = from;
  const end = text[taken.statement.end - 1] === ';' ? ';' : '';
  const unit = /^\t/m.test(text) ? '\t' : /^ {4}\S/m.test(text) && !/^ {2}\S/m.test(text) ? '    ' : '  ';
  const keyword = taken.statement.kind === 'var' ? 'var' : 'const';
  const edits: TextEdit[] = [withoutPart(text, taken)];
  for (const [fn, used] of uses) {
    const names = [...taken.names].filter(([name]) => used.has(name));
    const whole = names.find(([, { part }]) => part === null);
    const pattern = whole?.[0] ?? `{ ${names.map(([, { part }]) => part).join(', ')} }`;
    edits.push(...atStart(text, fn, `${keyword} ${pattern} = ${taken.load}${end}`, unit, end));
  }
  const where = uses.size === 1 ? 'the function that needs' : 'the functions that need';
  const all = listed([...taken.names.keys()]);
  return editOf(from, `Load ${to.path} in ${where} ${all}`, edits);
}

/** A statement as the first of a function, behind its directives; an arrow function that only gives an expression gets a block. */
function atStart(text: string, fn: Node, line: string, unit: string, end: string): TextEdit[] {
  const body = fn.body as Node;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', fn.start - 1) + 1))?.[0] ?? '';
  if (body.type !== 'BlockStatement') {
    const head = [...nodesIn(fn.params), ...nodesIn(fn.returnType)].map((one) => one.end);
    const arrow = text.indexOf('=>', Math.max(...head, fn.start)) + 2;
    const expression = text.slice(arrow, fn.end).trim();
    const block = `{\n${indent}${unit}${line}\n${indent}${unit}return ${expression}${end}\n${indent}}`;
    return [{ start: arrow, end: fn.end, text: ` ${block}` }];
  }
  const first = nodesIn(body.body).find(({ directive }) => typeof directive !== 'string');
  const inLine = first === undefined ? '' : text.slice(body.start + 1, first.start);
  if (first !== undefined && inLine.includes('\n')) {
    const at = startOfLine(text, first.start);
    const inner = text.slice(at, first.start);
    return [{ start: first.start, end: first.start, text: `${line}\n${inner}` }];
  }
  const rest = text.slice(body.start + 1, body.end - 1).trim();
  return [
    {
      start: body.start,
      end: body.end,
      text: `{\n${indent}${unit}${line}\n${indent}${unit}${rest}\n${indent}}`,
    },
  ];
}

/** One variable with its comma; a statement with its line, and the empty line behind it where it stood alone. */
function withoutPart(text: string, { statement, at }: Taken): TextEdit {
  const all = nodesIn(statement.declarations);
  const [before, part, after] = [all[at - 1], all[at], all[at + 1]];
  if (part !== undefined && before !== undefined) return { start: before.end, end: part.end, text: '' };
  if (part !== undefined && after !== undefined) return { start: part.start, end: after.start, text: '' };
  const { start, end } = statement;
  const line = startOfLine(text, start);
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  const isAlone =
    (line === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, line))) && /^[ \t]*\r?\n/.test(text.slice(end + rest));
  const gap = isAlone ? (/^[ \t]*\r?\n/.exec(text.slice(end + rest))?.[0].length ?? 0) : 0;
  return { start: line, end: end + rest + gap, text: '' };
}
