import type { CapturedValue, Finding, SpanDetail } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import { documentPython } from './python-docstring.ts';
import { startOfLine } from './statements.ts';
import { type Node, nodes, nodesIn, parseFile } from './syntax.ts';
import { listed } from './words.ts';

/** So many calls say what types there are. */
const LOOKED_AT = 50;
const MAX_CALLERS = 4;

/** Writes down what is known of a function: its parameters and result with the types that were seen, what it threw, who calls it. */
export const missingDocumentation: Fixer = {
  rule: 'missing-documentation',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const { range, function: fn } = finding;
    if (fn === null) return refuse('Which function it is cannot be told.');
    const file = await context.read(range.file);
    const calls = await context.calls.of(fn, 'start', LOOKED_AT);
    const callers = [...new Set(await context.calls.callersOf(fn))]
      .filter((name) => !name.includes('<'))
      .slice(0, MAX_CALLERS);
    if (range.file.endsWith('.py')) return await documentPython(finding, file, calls, callers, context);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const found = functionAt(syntax.program, range);
    if (found === null) return refuse('The function does not stand there any more.');
    const isTyped = /\.[cm]?tsx?$/.test(file.path);
    const observed = [...resultLine(found.fn, calls, isTyped), ...errorLines(calls)];
    const parameters = parameterLines(found.fn, calls, isTyped);
    if (isDescribed(file.text, found.statement.start, fn.name))
      return refuse('A comment that stands a line above seems to be about it: bring the two together.');
    const lines = [
      ...(callers.length > 0 ? [`Called by ${listed(callers.map((name) => `\`${name}\``))}.`] : []),
      ...(callers.length > 0 && parameters.length + observed.length > 0 ? [''] : []),
      ...parameters,
      ...observed,
    ];
    // The names alone stand in the code already.
    if (callers.length + observed.length === 0 && !parameters.some((line) => line.includes('{')))
      return refuse('Nothing is known of it beyond its name: say what it is for.');
    const start = startOfLine(file.text, found.statement.start);
    const indent = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
    const [only, more] = lines;
    const text =
      more === undefined
        ? `${indent}/** ${only} */\n`
        : `${indent}/**\n${lines
            .map((line) => `${indent} * ${line}`.trimEnd())
            .map((line) => `${line}\n`)
            .join('')}${indent} */\n`;
    return editOf(file, `Document what is known of ${titleName(fn.name, file.path)}`, [
      { start, end: start, text },
    ]);
  },
};

/** `module.exports = function () {}` is known by its file. */
const titleName = (name: string, path: string): string =>
  /^(?:module\.)?exports$|<anonymous>/.test(name) ? path.slice(path.lastIndexOf('/') + 1) : name;

/** Whether a block comment before a statement, with an empty line between them, names the function or its parameters. */
function isDescribed(text: string, start: number, name: string): boolean {
  const comment = /\/\*\*?(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text.slice(0, start))?.[0] ?? '';
  return (
    /@(?:param|returns?|type|class|constructor)\b/.test(comment) ||
    new RegExp(`\\b${name.split('.').at(-1)}\\b`).test(comment)
  );
}

/** The function at a place, and the statement or member that a comment about it stands before. */
function functionAt(program: Node, range: { readonly start: number; readonly end: number }) {
  let statement: Node | null = null;
  for (const { node, parent } of nodes(program)) {
    if (parent?.type === 'Program' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition')
      statement = node.start <= range.start && range.end <= node.end ? node : statement;
    const isFunction = /Function|Arrow/.test(node.type);
    if (isFunction && node.start >= range.start && node.end <= range.end && statement !== null)
      return { fn: node, statement };
  }
  return null;
}

function parameterLines(fn: Node, calls: readonly SpanDetail[], isTyped: boolean): string[] {
  return nodesIn(fn.params).flatMap((param, at) => {
    const optional = param.type === 'AssignmentPattern';
    const pattern = optional
      ? (param.left as Node)
      : param.type === 'RestElement'
        ? (param.argument as Node)
        : param;
    if (pattern.type !== 'Identifier') return [];
    const name = String(pattern.name);
    if (isTyped) return [`@param ${name}`];
    const seen = typeOf(calls.flatMap((call) => call.params?.[at]?.value ?? []));
    const type = seen === null ? '' : `{${param.type === 'RestElement' ? `...${seen}` : seen}} `;
    return [`@param ${type}${optional ? `[${name}]` : name}`];
  });
}

function resultLine(fn: Node, calls: readonly SpanDetail[], isTyped: boolean): string[] {
  const seen = typeOf(calls.flatMap(({ returned }) => returned ?? []));
  if (isTyped || seen === null) return [];
  if (seen === 'undefined') return fn.async === true ? ['@returns {Promise<void>}'] : [];
  return [`@returns {${fn.async === true ? `Promise<${seen}>` : seen}}`];
}

function errorLines(calls: readonly SpanDetail[]): string[] {
  const types = new Set(calls.flatMap(({ thrown }) => (thrown?.kind === 'error' ? [thrown.type] : [])));
  return [...types].sort().map((type) => `@throws {${type}}`);
}

/** The types of some values as JSDoc writes them; `null` where nothing was seen. */
export function typeOf(values: readonly CapturedValue[]): string | null {
  const types = [...new Set(values.map(nameOf))].sort(
    (a, b) => Number(a === 'undefined') - Number(b === 'undefined'),
  );
  if (types.length === 0 || types.some((type) => type === '?')) return null;
  return types.length > 4 ? '*' : types.join(' | ');
}

function nameOf(value: CapturedValue): string {
  switch (value.kind) {
    case 'primitive':
      return value.type;
    case 'function':
      return 'Function';
    case 'object':
      // A class is capitalised; any other constructor is a detail of how the object was made.
      return /^[A-Z]/.test(value.type) && value.type !== 'Object' ? value.type : 'object';
    case 'list': {
      if (value.type !== 'Array') return value.type;
      const items = typeOf(value.items);
      return items === null || items === '*' || items.includes('|') ? 'Array' : `${items}[]`;
    }
    case 'map':
      return value.type;
    case 'date':
      return 'Date';
    case 'regexp':
      return 'RegExp';
    case 'error':
      return value.type;
    case 'redacted':
      return 'string';
    default:
      return '?';
  }
}
