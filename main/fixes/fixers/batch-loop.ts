import type { TextEdit } from '../text-edit.ts';
import { isNode, type Node, namesIn, nodes, nodesIn } from './syntax.ts';

/** A place where one thing after the other is asked for. */
export interface AskedOneByOne {
  /** The call of a single key, with the `await` before it where there is one. */
  readonly asked: Node;
  /** `null`: the function is handed on by its name. */
  readonly call: Node | null;
  /** What is gone through, and what each of it is called. */
  readonly list: Node;
  readonly item: string;
  /** The loop; `null`: it is `Promise.all(list.map(one))`, which is `whole`. */
  readonly loop: Node | null;
  readonly whole: Node;
}

/** Methods that only fill a collection, so that it does not matter that they come after all questions. */
const filling = new Set(['push', 'unshift', 'add', 'set', 'log', 'append']);

/** Finds where a function asks one by one; a sentence where it does, and it matters in what order things happen. */
export function askedIn(
  program: Node,
  part: { readonly start: number; readonly end: number },
  name: string,
): AskedOneByOne | string {
  const path = new Map<Node, Node | null>();
  const calls: Node[] = [];
  for (const { node, parent } of nodes(program)) {
    path.set(node, parent);
    if (
      node.type === 'CallExpression' &&
      node.start >= part.start &&
      node.end <= part.end &&
      calledName(node) === name
    )
      calls.push(node);
  }
  const [call, more] = calls;
  if (call === undefined)
    for (const { node } of nodes(program)) {
      const list = node.start >= part.start && node.end <= part.end ? listMapped(node, name) : null;
      if (list !== null) return { asked: node, call: null, list, item: '', loop: null, whole: node };
    }
  if (call === undefined || more !== undefined)
    return `${name} is called in more than one place, or through another name.`;
  const up = (node: Node): Node | null => path.get(node) ?? null;
  const outer = up(call);
  const asked = outer?.type === 'AwaitExpression' ? outer : call;
  for (let at: Node | null = asked, inner: Node = asked; at !== null; inner = at, at = up(at)) {
    if (at.type === 'ForOfStatement')
      return at.body === inner ? inLoop(at, asked, call) : `${name} is not asked in the body of the loop.`;
    if (
      /Function|Arrow|^(?:If|Switch|Try|While|For|DoWhile|ForIn)Statement$|^(?:Conditional|Logical)Expression$/.test(
        at.type,
      )
    )
      return `${name} is not asked in each round of a plain "for ... of".`;
  }
  return `${name} is not asked in a loop of this function.`;
}

/** The last name of what is called: `get` of `store.get(...)`. */
export function calledName({ callee }: Node): string {
  if (!isNode(callee)) return '';
  return String(isNode(callee.property) && callee.computed !== true ? callee.property.name : callee.name);
}

/** `list` of `Promise.all(list.map(name))`, where it is that. */
function listMapped(node: Node, name: string): Node | null {
  if (node.type !== 'CallExpression' || !isNode(node.callee) || calledName(node) !== 'all') return null;
  const { object } = node.callee;
  const [map] = nodesIn(node.arguments);
  if (
    !isNode(object) ||
    object.name !== 'Promise' ||
    map?.type !== 'CallExpression' ||
    calledName(map) !== 'map'
  )
    return null;
  const [mapped, more] = nodesIn(map.arguments);
  const isIt = mapped?.type === 'Identifier' && mapped.name === name && more === undefined;
  return isIt && isNode(map.callee) && isNode(map.callee.object) ? map.callee.object : null;
}

function inLoop(loop: Node, asked: Node, call: Node): AskedOneByOne | string {
  const [declarator] = nodesIn((loop.left as Node).declarations);
  if (loop.await === true || !isNode(declarator?.id) || declarator.id.type !== 'Identifier')
    return 'The loop takes its items apart.';
  for (const { node } of nodes(loop.body as Node)) {
    if (node === asked || node === call) continue;
    if (/^(?:Await|Yield)Expression$|^(?:Break|Return|Throw|Continue)Statement$/.test(node.type))
      return 'The loop waits for something else as well, or ends early: what comes first matters.';
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !filling.has(calledName(node)))
      return `The loop also calls ${calledName(node) || 'something'}, which may depend on what came before.`;
  }
  return { asked, call, list: loop.right as Node, item: String(declarator.id.name), loop, whole: loop };
}

/**
 * Asks once instead, and looks the answers up in the loop.
 *
 * @param many the text of the call that takes a list of keys: `store.getMany`
 * @param isArray whether what is gone through is known to be a list
 */
export function askOnce(
  text: string,
  { asked, call, list, item, loop, whole }: AskedOneByOne,
  many: string,
  isArray: boolean,
): TextEdit[] {
  const source = (node: Node): string => text.slice(node.start, node.end);
  const [key] = nodesIn(call?.arguments);
  const keyText = key === undefined ? item : source(key);
  const keys =
    keyText === item
      ? isArray
        ? source(list)
        : `[...${source(list)}]`
      : isArray
        ? `${source(list)}.map((${item}) => ${keyText})`
        : `Array.from(${source(list)}, (${item}) => ${keyText})`;
  const question = `${many}(${keys})`;
  if (loop === null || call === null) return [{ start: whole.start, end: whole.end, text: question }];
  const waits = asked.type === 'AwaitExpression' ? 'await ' : '';
  const taken = new Set(text.match(/[\w$]+/g));
  const body = loop.body as Node;
  const uses = namesIn(body).filter((name) => name === item).length;
  if (uses === namesIn(call).filter((name) => name === item).length) {
    // The item is only what is asked for: the loop goes through the answers.
    const answer = fresh(['answer', 'found', 'result'], taken);
    return [
      { start: (loop.left as Node).start, end: (loop.left as Node).end, text: `const ${answer}` },
      { start: list.start, end: list.end, text: `${waits}${question}` },
      { start: asked.start, end: asked.end, text: answer },
    ];
  }
  const answers = fresh(['answers', 'found', 'results'], taken);
  const index = fresh(['index', 'at', 'position'], taken);
  const line = text.lastIndexOf('\n', loop.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  const end = /;\s*$/m.test(text) ? ';' : '';
  return [
    { start: loop.start, end: loop.start, text: `const ${answers} = ${waits}${question}${end}\n${indent}` },
    { start: (loop.left as Node).start, end: (loop.left as Node).end, text: `const [${index}, ${item}]` },
    {
      start: list.start,
      end: list.end,
      text: `${isArray ? source(list) : `[...${source(list)}]`}.entries()`,
    },
    { start: asked.start, end: asked.end, text: `${answers}[${index}]` },
  ];
}

function fresh(names: readonly string[], taken: ReadonlySet<string>): string {
  return names.find((name) => !taken.has(name)) ?? `${names[0]}${taken.size}`;
}
