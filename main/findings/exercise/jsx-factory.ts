/** The global function that JSX becomes calls of, in the sandbox. */
export const FACTORY = '__callscapeElement';

/** An element as React's own look: a component that is called is not rendered, and nothing more is needed of what it returns. */
export function makeElement(type: unknown, given: object | null, ...children: unknown[]): object {
  const { key = null, ref = null, ...props } = { ...given } as Record<string, unknown>;
  const inner = children.length === 0 ? {} : { children: children.length === 1 ? children[0] : children };
  return { $$typeof: Symbol.for('react.element'), type, key, ref, props: { ...props, ...inner } };
}
