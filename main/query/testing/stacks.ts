import type { CallTreeTransform } from '#contract';

/** One place of a program: how it was reached, and what was spent there itself. */
export interface Stack {
  readonly path: readonly number[];
  readonly self: number;
  readonly calls: number;
}

/** Two functions to a file: 0 and 1 are of file 0, 2 and 3 of file 1, 4 of file 2. */
export const fileOf = (fn: number): number => fn >> 1;
const startsWith = (path: readonly number[], head: readonly number[]): boolean =>
  head.every((fn, i) => path[i] === fn);

/** What a transform does to single stacks; `null`: the stack is gone. */
export function modelOf(stack: Stack, transform: CallTreeTransform): Stack | null {
  const { path } = stack;
  const last = path.at(-1);
  switch (transform.kind) {
    case 'focus-function': {
      const at = path.indexOf(transform.function);
      return at < 0 ? null : { ...stack, path: path.slice(at) };
    }
    case 'focus-subtree':
      if (!startsWith(path, transform.path)) return null;
      return { ...stack, path: path.slice(transform.path.length - 1) };
    case 'merge-function': {
      const rest = path.filter((fn) => fn !== transform.function);
      return { ...stack, path: rest, calls: last === transform.function ? 0 : stack.calls };
    }
    case 'merge-node': {
      if (!startsWith(path, transform.path)) return stack;
      const at = transform.path.length - 1;
      const isIt = path.length === transform.path.length;
      return { ...stack, path: path.toSpliced(at, 1), calls: isIt ? 0 : stack.calls };
    }
    case 'drop-function':
      return path.includes(transform.function) ? null : stack;
    case 'collapse-recursion': {
      const fn = transform.function;
      if (transform.direct) {
        return { ...stack, path: path.filter((f, i) => f !== fn || path[i - 1] !== fn) };
      }
      const first = path.indexOf(fn);
      if (first < 0) return stack;
      return { ...stack, path: [...path.slice(0, first + 1), ...path.slice(path.lastIndexOf(fn) + 1)] };
    }
    case 'collapse-file': {
      const code = -2 - transform.file;
      const coded = path.map((fn) => (fn >= 0 && fileOf(fn) === transform.file ? code : fn));
      return { ...stack, path: coded.filter((f, i) => f !== code || coded[i - 1] !== code) };
    }
    case 'invert':
      return { ...stack, path: path.toReversed() };
  }
}
