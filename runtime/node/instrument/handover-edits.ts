import { holder, placesOf } from '../parse/places.ts';
import type { Node } from './ast.ts';
import { findCalleeNames } from './callees.ts';
import type { FoundFunction } from './find.ts';
import { findHandovers, type Handovers, NO_HANDOVERS, usesContext } from './handovers.ts';
import { takesError } from './scheduling.ts';

/** What the insertions that link spans need of the body they stand in. */
export interface HandoverBody {
  readonly handovers: Handovers;
  /** May be suspended: async or generator. */
  readonly pauses: boolean;
}

interface Names {
  readonly markSpan: string;
  readonly linkTo: string;
  readonly inContext: string;
  readonly outOfContext: string;
  readonly noteOwner: string;
  readonly linkToOwner: string;
}

export interface HandoverOptions {
  readonly program: Node;
  readonly call: Names;
  /** Variables of a body: its span's mark, what was in its context's place, and the mark it is resumed by. */
  readonly span: string;
  readonly context: string;
  readonly mark: string;
  readonly traced: ReadonlyMap<Node, FoundFunction>;
}

/**
 * Texts by which what runs later finds its parent. A call that may begin something which goes on when it has returned becomes
 * `(c||(c=Ci(q=M(q))),f())`: made in the context of the span, which is left again where the body ends or waits.
 */
export function createHandoverEdits({ program, call, span, context, mark, traced }: HandoverOptions) {
  const names = findCalleeNames(program);
  const holdsCall = holder(placesOf(program).calls);
  /** Callbacks whose spans have that of the enclosing body as parent, and how they are linked to it: see `linkTo`. */
  const scheduled = new Map<Node, number>();
  const marks = `${span}=${call.markSpan}(${span})`;
  const enter = `${context}||(${context}=${call.inContext}(${marks}))`;

  /** Of the body of a function that is traced; before it is walked. */
  function find(node: Node): Handovers {
    const handovers = findHandovers(
      node.type === 'StaticBlock' ? node : (node.body as Node),
      names,
      holdsCall,
    );
    for (const callback of [...handovers.inline, ...handovers.named]) {
      if (!traced.has(callback)) continue;
      scheduled.set(callback, handovers.claimed.has(callback) ? (takesError(callback) ? 2 : 1) : 0);
    }
    return handovers;
  }

  /** What must stand before a call, or a statement that begins with one, so that what it begins is the span's. */
  function before(node: Node, { handovers }: HandoverBody): string {
    if (handovers === NO_HANDOVERS) return '';
    const emitter = handovers.emitters.get(node);
    const owned = emitter ? `${call.noteOwner}(${emitter.name},${marks}),` : '';
    if (handovers.inContext.has(node)) return `${owned}${enter},`;
    return owned || (handovers.marked.has(node) ? `${marks},` : '');
  }

  /** Empty where the body has nothing to leave. */
  const leave = ({ handovers, pauses }: HandoverBody): string =>
    usesContext(handovers)
      ? `${context}&&(${context}=${call.outOfContext}(${context},${pauses ? mark : 0}))`
      : '';

  /** Declarations: one for the end of the body as well, and one for the functions in it, which it must not hide from itself. */
  function variables({ handovers }: HandoverBody): { readonly outer: string; readonly inner: string } {
    const { inline, named, marked } = handovers;
    const inContext = usesContext(handovers);
    const isMarked = inContext || inline.size + named.size + marked.size > 0;
    return { outer: inContext ? `let ${context}=0;` : '', inner: isMarked ? `let ${span}=0;` : '' };
  }

  /** A callback's span gets its parent before it begins. */
  function link(node: Node, { index, meta: { name } }: FoundFunction): string {
    const how = scheduled.get(node);
    if (how !== undefined) return `${call.linkTo}(${span},@@${index}@@,${how});`;
    const own = name.slice(name.lastIndexOf('.') + 1);
    const hasThis = node.type !== 'ArrowFunctionExpression' && node.type !== 'StaticBlock';
    return hasThis && (own === 'then' || names.listeners.has(own))
      ? `${call.linkToOwner}(this,@@${index}@@);`
      : '';
  }

  return { find, before, enter, leave, variables, link, marks };
}
