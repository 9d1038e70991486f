import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { endInFunction, isOfModule, type Leaking } from './leaks-in-functions.ts';
import { endPythonTimer, removePythonListener } from './python-leaks.ts';
import { isNode, type Node, nodes, nodesIn, parseFile } from './syntax.ts';

/** What a class calls the method that ends its life, the plainest first. */
const endings = [
  'dispose',
  'destroy',
  'close',
  'stop',
  'shutdown',
  'disconnect',
  'end',
  'teardown',
  'disconnectedCallback',
];

/** Stops the timer of an object where the object says that it ends. */
export const timerLeak: Fixer = {
  rule: 'timer-leak',
  propose: (finding, context) =>
    endInClass(finding, context, endPythonTimer, ({ call, statement, file, members }) => {
      const name = fresh('timer', members);
      const isAlone = statement.type === 'ExpressionStatement';
      const edits: TextEdit[] = isAlone
        ? [{ start: call.start, end: call.start, text: `this.${name} = ` }]
        : [
            {
              start: statement.end,
              end: statement.end,
              text: `\n${indentOf(file, statement)}this.${name} = ${variableOf(statement)}${semicolon(file)}`,
            },
          ];
      return { title: 'Stop the timer', edits, ending: `clearInterval(this.${name})` };
    }),
};

/** Removes the listener of an object where the object says that it ends. */
export const listenerLeak: Fixer = {
  rule: 'listener-leak',
  propose: (finding, context) =>
    endInClass(finding, context, removePythonListener, ({ call, file, members }) => {
      const callee = call.callee as Node;
      const [event, handler, ...others] = nodesIn(call.arguments);
      if (event?.type !== 'Literal' || handler === undefined || others.length > 0)
        return 'Which listener it is cannot be said again.';
      const object = callee.object as Node;
      const [emitter, name] = [textOf(file, object), textOf(file, event)];
      const off = (callee.property as Node).name === 'addEventListener' ? 'removeEventListener' : 'off';
      if (handler.type === 'MemberExpression' && /^this\.[\w$#]+$/.test(textOf(file, handler)))
        return {
          title: 'Remove the listener',
          edits: [],
          ending: `${emitter}.${off}(${name}, ${textOf(file, handler)})`,
        };
      const kept = fresh(listenerName(event), members);
      const statementStart = startOfStatement(file.text, call.start);
      return {
        title: 'Remove the listener',
        edits: [
          {
            start: statementStart,
            end: statementStart,
            text: `this.${kept} = ${textOf(file, handler)}${semicolon(file)}\n${lineIndent(file.text, call.start)}`,
          },
          { start: handler.start, end: handler.end, text: `this.${kept}` },
        ],
        ending: `${emitter}.${off}(${name}, this.${kept})`,
      };
    }),
};

interface Leak {
  readonly call: Node;
  readonly statement: Node;
  readonly file: ProjectFile;
  /** Names of the members of the class. */
  readonly members: ReadonlySet<string>;
}

interface Mended {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What the method that ends the object's life does first, without a semicolon. */
  readonly ending: string;
}

async function endInClass(
  finding: Finding,
  context: FixContext,
  inPython: (finding: Finding, file: ProjectFile) => Proposal,
  mend: (leak: Leak) => Mended | string,
): Promise<Proposal> {
  const { range, message } = finding;
  const file = await context.read(range.file);
  if (range.file.endsWith('.py')) return inPython(finding, file);
  const syntax = parseFile(file);
  if (syntax === null) return refuse('The file has syntax errors: mend those first.');
  const path: Node[] = [];
  for (const { node } of nodes(syntax.program))
    if (node.start <= range.start && range.end <= node.end) path.push(node);
  const call = path.find(
    ({ type, start, end }) => type === 'CallExpression' && start === range.start && end === range.end,
  );
  const body = path.findLast(({ type }) => type === 'ClassBody');
  const method = path.findLast(({ type }) => type === 'MethodDefinition');
  if (call === undefined) return refuse('The call does not stand there any more.');
  if (body === undefined || method === undefined || method.static === true)
    return (
      endInFunction(file, path, outside(call, file, syntax.program), endings) ??
      refuse(`${message}: nothing that stands around it has an end, so who ends it is for a person to say.`)
    );
  const around = path.filter(
    ({ type }) =>
      type === 'FunctionExpression' || type === 'FunctionDeclaration' || type === 'ArrowFunctionExpression',
  );
  if (around.length > 1 && around.slice(1).some(({ type }) => type !== 'ArrowFunctionExpression'))
    return refuse('It stands in a function of its own, whose `this` is another one.');
  const methods = nodesIn(body.body).filter(({ type }) => type === 'MethodDefinition');
  const ending = endings
    .map((name) =>
      methods.find(
        (one) => isNode(one.key) && one.key.name === name && one.static !== true && one.computed !== true,
      ),
    )
    .find((one) => one !== undefined);
  if (ending === undefined)
    return refuse(
      `The class has no method that ends its life (${endings.slice(0, 4).join(', ')} ...): say when it is over.`,
    );
  const block = isNode(ending.value) && isNode(ending.value.body) ? ending.value.body : null;
  const statement = path.findLast(
    ({ type }) => type === 'ExpressionStatement' || type === 'VariableDeclaration',
  );
  if (block === null || statement === undefined || ending === method)
    return refuse('It is part of a larger statement.');
  const members = new Set(
    [
      ...file.text.matchAll(/this\.([\w$]+)/g),
      ...nodesIn(body.body).map((one) => [null, isNode(one.key) ? String(one.key.name) : '']),
    ].map((one) => one[1] ?? ''),
  );
  const mended = mend({ call, statement, file, members });
  if (typeof mended === 'string') return refuse(mended);
  const indent = `${indentOf(file, ending)}${file.text.includes('\n\t') ? '\t' : '  '}`;
  const first = nodesIn(block.body)[0];
  const line = `${mended.ending}${semicolon(file)}`;
  const edit: TextEdit =
    first === undefined
      ? { start: block.start, end: block.end, text: `{\n${indent}${line}\n${indentOf(file, ending)}}` }
      : { start: first.start, end: first.start, text: `${line}\n${lineIndent(file.text, first.start)}` };
  return editOf(file, mended.title, [...mended.edits, edit]);
}

/** What a function outside of classes leaves behind. */
function outside(call: Node, file: ProjectFile, program: Node): Leaking {
  const callee = call.callee as Node;
  if (!isNode(callee.property))
    return {
      title: 'Stop the timer',
      call,
      kept: call,
      name: 'timer',
      stop: (name) => `clearInterval(${name})`,
    };
  const [event, handler] = nodesIn(call.arguments);
  const off = callee.property.name === 'addEventListener' ? 'removeEventListener' : 'off';
  const head = `${textOf(file, callee.object as Node)}.${off}(${event === undefined ? '' : textOf(file, event)}`;
  const isNamed = handler !== undefined && isOfModule(program, handler);
  return {
    title: 'Remove the listener',
    call,
    kept: isNamed ? null : (handler ?? null),
    name: listenerName(event),
    stop: (name) => `${head}, ${isNamed ? textOf(file, handler) : name})`,
  };
}

const listenerName = (event: Node | undefined): string =>
  `on${String(event?.value)
    .replace(/(?:^|[^\w])(\w)/g, (_, c: string) => c.toUpperCase())
    .replace(/\W/g, '')}`;

const textOf = ({ text }: ProjectFile, { start, end }: Node): string => text.slice(start, end);
const semicolon = ({ text }: ProjectFile): string => (/;\s*$/m.test(text) ? ';' : '');
const lineIndent = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
const indentOf = ({ text }: ProjectFile, { start }: Node): string => lineIndent(text, start);
const startOfStatement = (text: string, offset: number): number => {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return line + lineIndent(text, offset).length;
};
const variableOf = (statement: Node): string => {
  const id = nodesIn(statement.declarations)[0]?.id;
  return isNode(id) ? String(id.name) : '';
};

/** A name that the class does not have yet. */
function fresh(name: string, members: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}${n}`;
    if (!members.has(tried)) return tried;
  }
}
