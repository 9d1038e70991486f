import type { CodeFacts } from './code/facts.ts';

export type Erased = 'always' | 'without-metadata';

/** A statement that names another module. */
export interface ImportFact {
  /** As written; in Python the dotted name, with the dots of a relative one. */
  readonly specifier: string;
  /** Python only: names taken from the module, each of which may be a module below it. */
  readonly members?: readonly string[];
  /** One bit of `EDGE`. */
  readonly kind: number;
  /** From 1. */
  readonly line: number;
  /** Its failure is caught: a package that it names need not be there. */
  readonly optional: boolean;
  /**
   * TypeScript: it vanishes when the file is compiled, because only types are taken; or it does unless the compiler writes down the types around
   * decorators. Known only of what was read whole.
   */
  readonly erased?: Erased;
  /**
   * It stands in a function that does not run while its own module is loaded. Known of JavaScript only where it was read with a syntax
   * tree.
   */
  readonly late?: boolean;
  /** Where no syntax tree was made: a `require` that a function may stand around. */
  readonly mayBeLate?: boolean;
}

/** What one file says by itself; it depends on nothing but the file's text. */
export interface ModuleFacts {
  /** Functions, methods and accessors with a body; -1 when they were not counted: they need the whole tree. */
  readonly functions: number;
  readonly imports: readonly ImportFact[];
  /** Python only: there is no statement but a docstring. */
  readonly isEmpty?: boolean;
  /** Why the file, or a part of it, could not be read; a phrase with the line. */
  readonly problem: string | null;
  /** What it defines and uses, when that was asked for and could be read. */
  readonly code?: CodeFacts;
}

/** Facts of a file of which nothing is known but what is wrong with it. */
export function unreadable(problem: string): ModuleFacts {
  return { functions: -1, imports: [], problem };
}
