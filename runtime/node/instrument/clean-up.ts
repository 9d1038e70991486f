import { child, eachChild, isFunction, type Node } from './ast.ts';

/** Whether something of a body may run behind its `return`: a `finally`, what is disposed of, or the end of a `for await`. */
export function hasCleanUp(body: Node): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (found || isFunction(node) || node.type === 'StaticBlock') return;
    found =
      (node.type === 'TryStatement' && child(node, 'finalizer') !== undefined) ||
      (node.type === 'VariableDeclaration' && /using$/.test(node.kind as string)) ||
      (node.type === 'ForOfStatement' && node.await === true);
    eachChild(node, look);
  };
  look(body);
  return found;
}
