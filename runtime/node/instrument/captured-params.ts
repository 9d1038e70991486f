import { boundNames, children, hasOwnThis, type Node } from './ast.ts';

/** Expressions for what is recorded of a call's parameters: a variable each, or an object of the variables of a pattern. */
export function capturedParams(node: Node, kind: string, withThis: boolean): string[] {
  const params = children(node, 'params').map(paramValue);
  return withThis && hasOwnThis(node, kind) ? ['this', ...params] : params;
}

/** Whether to evaluate such an expression costs nothing. */
export const isVariable = (expression: string): boolean => !expression.startsWith('{');

function paramValue(param: Node): string {
  if (param.type === 'AssignmentPattern') return paramValue(param.left as Node);
  if (param.type === 'RestElement') return paramValue(param.argument as Node);
  if (param.type === 'Identifier') return param.name as string;
  return `{${[...new Set(boundNames(param))].join()}}`;
}
