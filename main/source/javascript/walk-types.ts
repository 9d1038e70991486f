import type { FunctionFact } from '../code/facts.ts';
import type { SyntaxNode } from '../syntax-tree.ts';
import type { Collector, Env } from './collector.ts';
import type { CommentFacts } from './comments.ts';
import type { Observer } from './observe.ts';
import type { Binding } from './scopes.ts';
import type { createStyle } from './style.ts';

/** What the place where a function or class stands says about it. */
export interface Given {
  readonly name: string;
  readonly kind?: FunctionFact['kind'];
  /** Used by this name; without one of these it is used where it stands. */
  readonly binding?: Binding;
  /** Used as a member of this name, of the value of `owner` (-1: of a class). */
  readonly member?: string;
  readonly owner?: number;
  /** What a comment would stand before, where that is not the node itself. */
  readonly statement?: SyntaxNode;
  readonly marked?: boolean;
}

export interface WalkTools {
  readonly collector: Collector;
  readonly comments: CommentFacts;
  readonly style: ReturnType<typeof createStyle>;
  readonly observer: Observer;
}

export type Visit = (node: SyntaxNode, env: Env, given?: Given) => void;
