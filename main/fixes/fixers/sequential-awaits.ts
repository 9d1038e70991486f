import { editOf, type Fixer, refuse } from '../fixer.ts';
import { gatherAwaits } from './python-async.ts';
import { isNode, type Node, nodes, nodesIn, parseFile } from './syntax.ts';
import { listed } from './words.ts';

/** Lets independent calls run together: `const [a, b] = await Promise.all([f(), g()])`. */
export const sequentialAwaits: Fixer = {
  rule: 'sequential-awaits',
  async propose(finding, context) {
    const { range } = finding;
    const file = await context.read(range.file);
    if (range.file.endsWith('.py')) return gatherAwaits(finding, file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const statements = statementsIn(syntax.program, range);
    if (statements === null) return refuse('The statements are not neighbours of one block any more.');
    const first = statements[0];
    const last = statements.at(-1);
    if (first === undefined || last === undefined || statements.length < 2)
      return refuse('There is only one await left.');
    if (syntax.comments.some(({ start, end }) => start >= first.start && end <= last.end))
      return refuse('Comments stand between the statements, and would lose their place.');
    const parts: { pattern: string; call: string }[] = [];
    for (const statement of statements) {
      const part = awaited(statement, file.text);
      if (part === null) return refuse('One of the statements is more than `const name = await call()`.');
      parts.push(part);
    }
    const before = file.text.slice(file.text.lastIndexOf('\n', first.start) + 1, first.start);
    const indent = /^\s*/.exec(before)?.[0] ?? '';
    const unit = indent.includes('\t') ? '\t' : '  ';
    const end = file.text[last.end - 1] === ';' ? ';' : '';
    const calls = parts.map(({ call }) => call);
    const names = `const [${parts.map(({ pattern }) => pattern).join(', ')}] = await Promise.all([`;
    const oneLine = `${names}${calls.join(', ')}])${end}`;
    const text =
      indent.length + oneLine.length <= 100 && !oneLine.includes('\n')
        ? oneLine
        : `${names}\n${calls.map((call) => `${indent}${unit}${call},\n`).join('')}${indent}])${end}`;
    return editOf(file, `Wait for ${listed(parts.map(({ pattern }) => pattern))} together`, [
      { start: first.start, end: last.end, text },
    ]);
  },
};

/** The statements of one block that fill a range exactly. */
function statementsIn(program: Node, range: { readonly start: number; readonly end: number }): Node[] | null {
  for (const { node } of nodes(program)) {
    const body = node.type === 'BlockStatement' || node.type === 'Program' ? nodesIn(node.body) : [];
    const within = body.filter(({ start, end }) => start >= range.start && end <= range.end);
    if (within[0]?.start === range.start && within.at(-1)?.end === range.end) return within;
  }
  return null;
}

function awaited(statement: Node, text: string): { pattern: string; call: string } | null {
  if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') return null;
  const [declarator, more] = nodesIn(statement.declarations);
  if (declarator === undefined || more !== undefined) return null;
  const { id, init } = declarator;
  if (!isNode(id) || !isNode(init) || init.type !== 'AwaitExpression' || !isNode(init.argument)) return null;
  // A type beside the name has no place in the pattern.
  if (isNode(id.typeAnnotation)) return null;
  return {
    pattern: text.slice(id.start, id.end),
    call: text.slice(init.argument.start, init.argument.end),
  };
}
