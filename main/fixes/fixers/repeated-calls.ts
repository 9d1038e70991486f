import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import { impurity } from './purity.ts';
import { rememberPython } from './python-repeated-calls.ts';
import { hitRate, LOOKED_AT, plainText, REMEMBERED, unfitValues } from './repeated-values.ts';
import { isNode, type Node, nodesIn, parseFile } from './syntax.ts';

/**
 * Remembers the results of a function that the recording shows to be called with the same arguments again and again, and whose text
 * shows that nothing else decides what it gives.
 */
export const repeatedCalls: Fixer = {
  rule: 'repeated-calls',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const { range, function: fn } = finding;
    const file = await context.read(range.file);
    if (range.file.endsWith('.py')) return rememberPython(finding, file, context);
    const syntax = parseFile(file);
    if (syntax === null || fn === null) return refuse('The file has syntax errors: mend those first.');
    const statement = nodesIn(syntax.program.body).find(
      ({ start, end }) => start <= range.start && range.end <= end,
    );
    const named = statement === undefined ? null : namedFunction(statement);
    if (statement === undefined || named === null)
      return refuse(
        'It is no function with a name at the top of its module, so there is no plain place to keep its results.',
      );
    const { name, declaration, body: ownBody } = named;
    const why = impurity(syntax.program, declaration);
    if (why !== null) return refuse(`Remembering its results is not safe: ${why}.`);
    const [parameter, more] = nodesIn(declaration.params);
    if (parameter?.type !== 'Identifier' || more !== undefined)
      return refuse(
        'It has more than one parameter, or one that is taken apart: choose what to remember its results by.',
      );
    const calls = await context.calls.of(fn, 'start', LOOKED_AT);
    const unfit = unfitValues(calls, plainText);
    if (unfit !== null) return refuse(unfit);
    const taken = new Set(file.text.match(/[\w$]+/g));
    const [compute, results] = [`compute${name[0]?.toUpperCase()}${name.slice(1)}`, `${name}Results`];
    if (taken.has(compute) || taken.has(results))
      return refuse(`The names ${compute} and ${results} are taken.`);
    const text = ({ start, end }: Node): string => file.text.slice(start, end);
    const typed = isNode(parameter.typeAnnotation) || isNode(declaration.returnType);
    if (typed && !(isNode(parameter.typeAnnotation) && isNode(declaration.returnType)))
      return refuse('Its parameter or its result has no type that the kept results could have.');
    const typeOf = (node: unknown): string => (isNode(node) ? text(node).replace(/^:\s*/, '') : '');
    const map = typed
      ? `new Map<${typeOf(parameter.typeAnnotation)}, ${typeOf(declaration.returnType)}>()`
      : 'new Map()';
    const param = String(parameter.name);
    const unit = /^\t/m.test(file.text)
      ? '\t'
      : /^ {4}\S/m.test(file.text) && !/^ {2}\S/m.test(file.text)
        ? '    '
        : '  ';
    const end = /;\s*$/m.test(file.text) ? ';' : '';
    const kept = isNode(parameter.typeAnnotation) ? text(parameter) : param;
    const result = isNode(declaration.returnType) ? text(declaration.returnType) : '';
    const body = [
      '{',
      `${unit}let result = ${results}.get(${param})${end}`,
      `${unit}if (result === undefined) {`,
      `${unit}${unit}if (${results}.size >= ${REMEMBERED}) ${results}.clear()${end}`,
      `${unit}${unit}result = ${compute}(${param})${end}`,
      `${unit}${unit}${results}.set(${param}, result)${end}`,
      `${unit}}`,
      `${unit}return result${end}`,
      '}',
    ].join('\n');
    const ownText =
      ownBody.type === 'BlockStatement' ? text(ownBody) : `{\n${unit}return ${text(ownBody)}${end}\n}`;
    const computed = `\n\nfunction ${compute}(${kept})${result} ${ownText}`;
    const commentStart = precedingComment(file.text, statement.start);
    return editOf(file, `Remember what ${name} gives (${hitRate(finding)})`, [
      {
        start: commentStart,
        end: commentStart,
        text: `/** What \`${name}\` gave, by its argument. */\nconst ${results} = ${map}${end}\n\n`,
      },
      { start: ownBody.start, end: ownBody.end, text: body },
      { start: statement.end, end: statement.end, text: computed },
    ]);
  },
};

interface Named {
  readonly name: string;
  /** The function itself. */
  readonly declaration: Node;
  /** A block, or the expression that an arrow function gives. */
  readonly body: Node;
}

/** The one function that a statement gives a name: `function f() {}`, `const f = () => x`, with `export` before it or not. */
function namedFunction(statement: Node): Named | null {
  const declared = isNode(statement.declaration) ? statement.declaration : statement;
  const [declarator, more] = nodesIn(declared.declarations);
  const isConst = declared.type === 'VariableDeclaration' && declared.kind === 'const' && more === undefined;
  const fn = declared.type === 'FunctionDeclaration' ? declared : isConst ? declarator?.init : null;
  const id = declared.type === 'FunctionDeclaration' ? declared.id : declarator?.id;
  if (!isNode(fn) || !/Function/.test(fn.type) || !isNode(fn.body) || !isNode(id) || id.type !== 'Identifier')
    return null;
  // A type beside the name says what the function is, and would not fit what is put in its place.
  return isNode(id.typeAnnotation) ? null : { name: String(id.name), declaration: fn, body: fn.body };
}

/** Where the comment right before a statement begins; the statement itself where there is none. */
function precedingComment(text: string, start: number): number {
  const comment = /(?:\/\*(?:(?!\*\/)[\s\S])*\*\/|(?:\/\/[^\n]*\n)+)[ \t]*\r?\n?$/.exec(text.slice(0, start));
  return comment === null ? start : comment.index;
}
