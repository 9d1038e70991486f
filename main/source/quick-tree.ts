import type { ParserOptions } from 'oxc-parser';
import * as oxc from 'oxc-parser';

/* The part of the parser that its types leave out: a syntax tree that stays where the parser wrote it. */

/** A node that reads its fields from the parser's memory when they are asked for. Its names are the parser's own, not ESTree's. */
export interface QuickNode {
  readonly type: string;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export type QuickVisitor = Readonly<Record<string, (node: QuickNode) => void>>;

export interface QuickTree {
  readonly errors: oxc.ParseResult['errors'];
  /** The statements of the top level; none where the parser gave up. */
  readonly body: Iterable<QuickNode>;
  /** Calls the visitor's functions by type of node, `TYPE:exit` behind its children. Recurses: throws where a stack is too small. */
  visit(visitor: PreparedVisitor): void;
}

declare const prepared: unique symbol;
export interface PreparedVisitor {
  readonly [prepared]: true;
}

interface LazyResult {
  readonly program: { readonly body: Iterable<QuickNode> };
  readonly errors: oxc.ParseResult['errors'];
  visit(visitor: PreparedVisitor): void;
  dispose(): void;
}

const experimental = oxc as unknown as {
  experimentalGetLazyVisitor(): new (visitor: QuickVisitor) => PreparedVisitor;
  parseSync(path: string, text: string, options: object): LazyResult;
};

/** Becomes false where the parser's memory, 6 GB of address space, cannot be had. */
let isPossible = oxc.rawTransferSupported();

export const prepareVisitor = (visitor: QuickVisitor): PreparedVisitor =>
  new (experimental.experimentalGetLazyVisitor())(visitor);

/**
 * Parses a text and has its tree looked at without making objects of it, which takes a third of the time.
 * @param look must take what it needs: the tree is gone when it returns
 * @returns `undefined` where the machine does not allow it
 */
export function withQuickTree<T>(
  path: string,
  text: string,
  options: ParserOptions,
  look: (tree: QuickTree) => T,
): T | undefined {
  if (!isPossible) return undefined;
  let result: LazyResult;
  try {
    result = experimental.parseSync(path, text, { ...options, experimentalLazy: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    isPossible = false;
    return undefined;
  }
  try {
    return look({
      get errors() {
        return result.errors;
      },
      get body() {
        return result.program.body;
      },
      visit: (visitor) => result.visit(visitor),
    });
  } finally {
    result.dispose();
  }
}
