import { editOf, type Proposal } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/** What leaks, and how it is stopped. */
export interface Leaking {
  readonly title: string;
  /** The call that starts a timer or adds a listener. */
  readonly call: Node;
  /** What has to be kept to stop it: the call's result, or one of its arguments. `null`: it has a name that stands everywhere. */
  readonly kept: Node | null;
  /** What it is called where it has no name yet. */
  readonly name: string;
  /** The statement that stops it, without a semicolon. */
  stop(name: string): string;
}

/**
 * Stops what a function outside of classes starts: in the function that ends it, of the object that the same function returns or beside
 * it. `null` where there is none, or no plain place to keep what has to be stopped.
 *
 * @param path from the program down to the call
 */
export function endInFunction(
  file: ProjectFile,
  path: readonly Node[],
  leak: Leaking,
  endings: readonly string[],
): Proposal | null {
  const at = path.findLastIndex(({ type }) =>
    /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type),
  );
  const around = path[at];
  const program = path[0];
  if (
    around === undefined ||
    program === undefined ||
    !isNode(around.body) ||
    around.body.type !== 'BlockStatement'
  )
    return null;
  const statement = nodesIn(around.body.body).find(
    ({ start, end }) => start <= leak.call.start && leak.call.end <= end,
  );
  if (statement === undefined || !/^(?:ExpressionStatement|VariableDeclaration)$/.test(statement.type))
    return null;
  const inside = endingIn(around.body, endings);
  const beside =
    inside === null && path.filter(({ type }) => /Function|Class/.test(type)).length === 1
      ? endingBeside(program, around, endings)
      : null;
  const ending = inside ?? beside;
  if (ending === null) return null;
  const end = /;\s*$/m.test(file.text) ? ';' : '';
  const indent = indentOf(file.text, statement.start);
  const edits: TextEdit[] = [];
  let name = leak.name;
  const declared = nodesIn(statement.declarations)[0];
  if (leak.kept === null) name = '';
  else if (leak.kept === leak.call && isNode(declared?.id) && declared.init === leak.call && inside !== null)
    name = String(declared.id.name);
  else {
    if (statement.type !== 'ExpressionStatement' || statement.expression !== leak.call) return null;
    name = fresh(name, file.text);
    const isCall = leak.kept === leak.call;
    const value = file.text.slice(leak.kept.start, leak.kept.end);
    const keyword = inside === null ? '' : 'const ';
    if (isCall) edits.push({ start: leak.call.start, end: leak.call.start, text: `${keyword}${name} = ` });
    else
      edits.push(
        {
          start: statement.start,
          end: statement.start,
          text: `${keyword}${name} = ${value}${end}\n${indent}`,
        },
        { start: leak.kept.start, end: leak.kept.end, text: name },
      );
    if (inside === null) {
      const first = path.find(({ start, type }) => type !== 'Program' && start <= around.start) ?? around;
      const place = startWithComment(file.text, first.start);
      edits.push({ start: place, end: place, text: `let ${name}${end}\n\n` });
    }
  }
  const line = `${leak.stop(name)}${end}`;
  const body = ending.body as Node;
  const firstOf = nodesIn(body.body)[0];
  const inner = `${indentOf(file.text, ending.start)}${/^\t/m.test(file.text) ? '\t' : '  '}`;
  edits.push(
    firstOf === undefined
      ? {
          start: body.start,
          end: body.end,
          text: `{\n${inner}${line}\n${indentOf(file.text, ending.start)}}`,
        }
      : { start: firstOf.start, end: firstOf.start, text: `${line}\n${indentOf(file.text, firstOf.start)}` },
  );
  return editOf(file, `${leak.title} in ${ending.name}`, edits);
}

interface Ending {
  readonly name: string;
  readonly start: number;
  readonly body: unknown;
}

/** The function that ends what another one made: of the object that it returns, or declared in it. */
function endingIn(body: Node, endings: readonly string[]): Ending | null {
  const found: Ending[] = [];
  for (const statement of nodesIn(body.body)) {
    if (statement.type === 'FunctionDeclaration' && isNode(statement.id))
      found.push({ name: String(statement.id.name), start: statement.start, body: statement.body });
    const returned =
      statement.type === 'ReturnStatement' && isNode(statement.argument) ? statement.argument : null;
    if (returned?.type !== 'ObjectExpression') continue;
    for (const { key, value, start } of nodesIn(returned.properties))
      if (isNode(key) && isNode(value) && /Function/.test(value.type))
        found.push({ name: String(key.name), start, body: value.body });
  }
  return firstOf(found, endings);
}

/** The function of the same module that ends what another one of its functions started. */
function endingBeside(program: Node, around: Node, endings: readonly string[]): Ending | null {
  const found = nodesIn(program.body).flatMap((statement): Ending[] => {
    const declared = isNode(statement.declaration) ? statement.declaration : statement;
    if (declared === around || declared.type !== 'FunctionDeclaration' || !isNode(declared.id)) return [];
    return [{ name: String(declared.id.name), start: statement.start, body: declared.body }];
  });
  return firstOf(found, endings);
}

const firstOf = (found: readonly Ending[], endings: readonly string[]): Ending | null =>
  endings.flatMap((name) =>
    found.filter((one) => one.name === name && isNode(one.body) && one.body.type === 'BlockStatement'),
  )[0] ?? null;

const indentOf = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';

/** Where the comment right before a statement begins; the statement itself where there is none. */
function startWithComment(text: string, start: number): number {
  const comment = /(?:\/\*(?:(?!\*\/)[\s\S])*\*\/|(?:\/\/[^\n]*\n)+)[ \t]*\r?\n?$/.exec(text.slice(0, start));
  return comment?.index ?? start;
}

/** A name that stands nowhere in the file. */
function fresh(name: string, text: string): string {
  const taken = new Set(text.match(/[\w$]+/g));
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}${n}`;
    if (!taken.has(tried)) return tried;
  }
}

/** Whether an expression means the same everywhere in its module: a function or variable that is declared at its top. */
export function isOfModule(program: Node, node: Node): boolean {
  if (node.type !== 'Identifier') return false;
  for (const { node: one, parent } of nodes(program)) {
    if (one.type !== 'Identifier' || one.name !== node.name || parent === null) continue;
    const isTop = nodesIn(program.body).some((statement) => {
      const declared = isNode(statement.declaration) ? statement.declaration : statement;
      return (
        parent === declared ||
        nodesIn(declared.declarations).includes(parent) ||
        (parent.type.startsWith('Import') && nodesIn(statement.specifiers).includes(parent))
      );
    });
    if (isTop && (parent.id === one || parent.local === one)) return true;
  }
  return false;
}
