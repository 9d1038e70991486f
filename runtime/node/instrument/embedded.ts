import { child, children, isFunction, type Node, unwrapParens } from './ast.ts';

/** Where a text that `node:vm` is given stands: in a function, and in which part of its file. */
export interface Place {
  /** It is the body of a function that the engine makes around it. Else it has one itself, or is no module. */
  readonly isBody: boolean;
  /** What the engine adds to its lines, and to the columns of the first. A wrapper has columns below 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * The function that a loader has written around a module: `(function (exports) {..})`, `async (exports) => {..}` or
 * `({ "name": function (exports) {..} })`, and nothing else but directives.
 */
export function wrapperOf(program: Node): Node | undefined {
  const [only, ...more] = children(program, 'body').filter(
    ({ directive, type }) => typeof directive !== 'string' && type !== 'EmptyStatement',
  );
  const value = only?.type === 'ExpressionStatement' ? unwrapParens(only.expression as Node) : undefined;
  if (!value || more.length > 0) return undefined;
  const [property, ...others] = children(value, 'properties');
  const found = property && others.length === 0 ? child(property, 'value') : value;
  if (!found || !isFunction(found) || child(found, 'body')?.type !== 'BlockStatement') return undefined;
  return found;
}
