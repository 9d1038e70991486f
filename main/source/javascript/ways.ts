import type { BranchFact, FunctionFact } from '../code/facts.ts';
import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector, OpenFunction } from './collector.ts';
import type { CommentFacts } from './comments.ts';
import { boundNames } from './names.ts';
import { branches } from './traits.ts';

/** The parameters of a function, as far as calls may leave them out, and what notes say of them. */
export function parameterFacts(
  node: SyntaxNode,
  statement: SyntaxNode,
  source: string,
  comments: CommentFacts,
): Pick<FunctionFact, 'params' | 'optional' | 'noted'> {
  const params = nodesIn(node.params);
  const optional = params
    .filter(({ type, optional }) => type === 'AssignmentPattern' || optional === true)
    .flatMap((param) => boundNames(param));
  const line = source.slice(source.lastIndexOf('\n', node.start - 1) + 1, node.start);
  const begin = node.start - line.trimStart().length;
  // `exports.f = function ..` has its comment before the whole of it.
  const noted = comments.notes(statement.start) ?? comments.notes(node.start) ?? comments.notes(begin);
  return {
    params: params.length,
    ...(optional.length === 0 ? {} : { optional }),
    ...(noted === null ? {} : { noted }),
  };
}

/** Counts the ways through functions, and keeps the branches of which a run can show whether they were taken. */
export function createWays({ lines }: Collector, comments: CommentFacts) {
  const first = ({ start }: SyntaxNode): number => lines.lineAt(start);
  const last = ({ start, end }: SyntaxNode): number => lines.lineAt(Math.max(start, end - 1));

  function add(
    fn: OpenFunction,
    kind: BranchFact['kind'],
    head: { readonly line: number; readonly endLine: number },
    body: readonly SyntaxNode[],
  ): void {
    const [begin] = body;
    const end = body.at(-1);
    if (begin === undefined || end === undefined || !body.some(isStep)) return;
    const from = first(begin);
    if (from <= head.endLine) return;
    const branch: BranchFact = {
      kind,
      line: head.line,
      from,
      to: last(end),
      guard: kind === 'catch' || isGuard(body),
      noted: comments.notes(begin.start) !== null,
    };
    fn.branches = [...(fn.branches ?? []), branch];
  }

  /** By the `if` behind an `else`: the line of the first one, with which all of them are one decision. */
  const chains = new Map<SyntaxNode, number>();

  function see(node: SyntaxNode, fn: OpenFunction): void {
    if (branches(node)) fn.complexity++;
    if (!deciding.has(node.type)) return;
    const line = chains.get(node) ?? first(node);
    switch (node.type) {
      case 'IfStatement': {
        const consequent = statementsOf(node.consequent as SyntaxNode);
        add(fn, 'then', { line, endLine: last(node.test as SyntaxNode) }, consequent);
        const { alternate } = node;
        if (!isNode(alternate)) return;
        if (alternate.type === 'IfStatement') chains.set(alternate, line);
        else add(fn, 'else', { line, endLine: last(node.consequent as SyntaxNode) }, statementsOf(alternate));
        return;
      }
      case 'SwitchStatement':
        for (const one of nodesIn(node.cases)) {
          const endLine = isNode(one.test) ? last(one.test) : first(one);
          add(fn, 'case', { line, endLine }, nodesIn(one.consequent).flatMap(statementsOf));
        }
        return;
      case 'TryStatement':
        if (isNode(node.handler))
          add(
            fn,
            'catch',
            { line, endLine: first(node.handler) },
            statementsOf(node.handler.body as SyntaxNode),
          );
        return;
      case 'ConditionalExpression': {
        const [test, consequent, alternate] = [node.test, node.consequent, node.alternate] as SyntaxNode[];
        if (test === undefined || consequent === undefined || alternate === undefined) return;
        add(fn, 'value', { line, endLine: last(test) }, [consequent]);
        add(fn, 'value', { line, endLine: last(consequent) }, [alternate]);
      }
    }
  }
  return { see };
}

const deciding = new Set(['IfStatement', 'SwitchStatement', 'TryStatement', 'ConditionalExpression']);

const statementsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  node.type === 'BlockStatement' ? nodesIn(node.body) : [node];

/** What runs in its place: declarations of functions and types do not. */
const isStep = ({ type, declarations }: SyntaxNode): boolean =>
  type === 'VariableDeclaration'
    ? nodesIn(declarations).some(({ init }) => isNode(init))
    : !/^(?:FunctionDeclaration|ClassDeclaration|EmptyStatement|TS\w+)$/.test(type) ||
      /Expression$/.test(type);

const givesUp = /^(?:Return|Throw|Continue|Break)Statement$/;

function isGuard(body: readonly SyntaxNode[]): boolean {
  const last = body.at(-1);
  return last?.type === 'ThrowStatement' || (body.length === 1 && givesUp.test(last?.type ?? ''));
}
