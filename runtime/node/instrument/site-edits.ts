import { child, children, eachChild, isFunction, type Node } from './ast.ts';
import { siteName } from './site-names.ts';

/** What is recorded like a function and is none. */
export type SiteKind = 'call' | 'await' | 'module';

/** What the insertions for calls need of the body they stand in. */
export interface SiteBody {
  /** Whether calls and awaits are recorded: level 3 and above. */
  readonly deep: boolean;
  /** Whether it has any; known once it has been walked. */
  hasSites: boolean;
}

interface Names {
  readonly callOpens: string;
  readonly callBegins: string;
  readonly callBeginsBare: string;
  readonly callEnds: string;
}

export interface SiteOptions<B extends SiteBody> {
  readonly insert: (position: number, text: string) => void;
  readonly call: Names;
  /** Variables of a body: whether it is recorded, and its place among the open calls. */
  readonly detail: string;
  readonly own: string;
  readonly walk: (node: Node, body: B) => void;
  readonly walkChildren: (node: Node, body: B) => void;
  /** Whether a call has no span of its own, by choice. */
  readonly leavesOut: (call: Node) => boolean;
  /** The id of a place that is recorded, as the text has it. */
  readonly idOf: (node: Node, kind: 'call' | 'await', name: string, body: B) => string;
}

/**
 * Calls as spans: `f(a,b())` becomes `Oe(f(a,Oc(b(),id,r,d)),d)`. The callee keeps its place and its text, because V8 shows it in
 * messages such as "a.b(...).c is not a function". Where it would show the call itself the outer `Oe(` is left out: the call
 * then ends with what the body records next.
 *
 * What a call costs that is not recorded is a comparison wherever that can be: `Oe(f(a,(r>1&&Ob(id,d),b)),d)` where the last
 * argument is a name, and `Oe((r>1&&Ob(id,d),f()),d)` where there is none.
 */
export function createSiteEdits<B extends SiteBody>(options: SiteOptions<B>) {
  const { insert, call, detail, own, walk, walkChildren } = options;
  /** Within what V8 may print. */
  let printed = false;
  /** Within what `assert` quotes. */
  let quoted = false;
  /** Declarations in the heads of loops. */
  const heads = new Set<Node>();

  function within(isPrinted: boolean, work: () => void): void {
    const before = printed;
    printed = isPrinted;
    work();
    printed = before;
  }

  /** A function of its own. */
  function afresh(work: () => void): void {
    const before = quoted;
    quoted = false;
    within(false, work);
    quoted = before;
  }

  const walkAs = (isPrinted: boolean, node: Node, body: B) => within(isPrinted, () => walk(node, body));
  const end = `,${own})`;
  const endNow = `${detail}>1&&${call.callEnds}(0${end}`;

  function wrapped(node: Node, work: () => void): void {
    insert(node.start, ` ${call.callEnds}(`);
    work();
    insert(node.end, end);
  }

  /** Walks nodes that this is about; false for all others. */
  function take(node: Node, body: B): boolean {
    if (quoted) return false;
    switch (node.type) {
      case 'CallExpression':
        takeCall(node, body);
        return true;
      case 'NewExpression':
        takeCall(node, body);
        return true;
      case 'ChainExpression': {
        const spine = () => walkAs(true, node.expression as Node, body);
        if (printed || !callsOnSpine(node)) spine();
        else wrapped(node, spine);
        return true;
      }
      case 'UnaryExpression':
        if (node.operator !== 'delete') return false;
        walkAs(true, node.argument as Node, body);
        return true;
      case 'TaggedTemplateExpression':
        walkAs(true, node.tag as Node, body);
        walkAs(false, node.quasi as Node, body);
        return true;
      case 'SpreadElement':
        walkAs(true, node.argument as Node, body);
        return true;
      case 'ForOfStatement':
        takeLoop(node, body);
        return true;
      case 'ForStatement':
      case 'ForInStatement': {
        const head = child(node, 'init') ?? child(node, 'left');
        if (head) heads.add(head);
        return false;
      }
      case 'VariableDeclaration': {
        walkChildren(node, body);
        // Elsewhere than in a list of statements there are only `var`s.
        const ends =
          node.kind !== 'var' && !heads.has(node) && children(node, 'declarations').some(takesCallApart);
        if (ends) insert(node.end, `;${endNow};`);
        return true;
      }
      case 'VariableDeclarator': {
        const init = child(node, 'init');
        if (!init || (node.id as Node).type === 'Identifier') return false;
        walk(node.id as Node, body);
        walkAs(true, init, body);
        return true;
      }
      case 'AssignmentExpression':
        return takeAssignment(node, body);
    }
    return false;
  }

  function takeCall(node: Node, body: B): void {
    if (isLeftAlone(node)) {
      const before = quoted;
      quoted ||= node.type === 'CallExpression' && siteName(node) !== 'eval';
      within(false, () => walkChildren(node, body));
      quoted = before;
      return;
    }
    const callee = node.callee as Node;
    const args = children(node, 'arguments');
    body.hasSites = true;
    if (options.leavesOut(node)) {
      // What it calls back is nothing that an earlier call has called.
      const endsOthers = !printed;
      if (endsOthers) insert(node.start, ` ${call.callEnds}((${endNow},`);
      walkAs(true, callee, body);
      for (const argument of args) walkAs(false, argument, body);
      if (endsOthers) insert(node.end, `)${end}`);
      return;
    }
    const last = args.at(-1);
    const wraps = !printed;
    const id = options.idOf(node, 'call', siteName(node), body);
    const opens = `(${detail}>1&&${call.callOpens}(${id},${own}),`;
    // What the callee's own parts do would lie within the call.
    const opensBefore = wraps && !last && isPlain(callee);
    if (wraps) insert(node.start, ` ${call.callEnds}(${opensBefore ? opens : ''}`);
    walkAs(true, callee, body);
    const state = `${id},${detail},${own})`;
    for (const argument of args) if (argument !== last) walkAs(false, argument, body);
    if (!last) {
      if (!opensBefore) insertBare(node, callee, `...${call.callBeginsBare}(${state}`);
    } else if (NAMES.has(last.type)) {
      insert(last.start, opens);
      walkAs(false, last, body);
      insert(last.end, ')');
    } else {
      const value = last.type === 'SpreadElement' ? (last.argument as Node) : last;
      insert(value.start, `${call.callBegins}(`);
      walkAs(false, value, body);
      insert(value.end, `,${state}`);
    }
    if (wraps) insert(node.end, `${opensBefore ? ')' : ''}${end}`);
  }

  /** `new F` may stand without parentheses. */
  function insertBare(node: Node, callee: Node, text: string): void {
    const hasParens = node.end > callee.end;
    insert(hasParens ? node.end - 1 : node.end, hasParens ? text : `(${text})`);
  }

  function takeLoop(node: Node, body: B): void {
    const loop = node.body as Node;
    heads.add(node.left as Node);
    walk(node.left as Node, body);
    const ends = walkIterable(node.right as Node, body);
    if (ends) insert(loop.start, `{${ends}`);
    walk(loop, body);
    if (ends) insert(loop.end, '}');
  }

  /** The iterable's call ends where the loop's body begins: gives what is to stand there. */
  function walkIterable(iterable: Node, body: B): string {
    walkAs(true, iterable, body);
    return callsOnSpine(iterable) ? `${endNow};` : '';
  }

  /** `({a} = f())`: V8 shows the call where there is nothing to take apart. */
  function takeAssignment(node: Node, body: B): boolean {
    const left = node.left as Node;
    if (left.type !== 'ObjectPattern' && left.type !== 'ArrayPattern') return false;
    const parts = () => {
      walkAs(false, left, body);
      walkAs(true, node.right as Node, body);
    };
    if (printed || !callsOnSpine(node.right as Node)) parts();
    else wrapped(node, parts);
    return true;
  }

  return {
    take,
    within,
    afresh,
    walkIterable,
    isPrinted: () => printed || quoted,
  };
}

/** What is evaluated without running anything. */
const NAMES = new Set(['Identifier', 'Literal', 'ThisExpression']);

/** Whether nothing but a getter of the method itself could run before the call. */
function isPlain(callee: Node): boolean {
  if (callee.type === 'MemberExpression') {
    return callee.computed !== true && (NAMES.has((callee.object as Node).type) || isSuper(callee.object));
  }
  return NAMES.has(callee.type) || isSuper(callee);
}

const isSuper = (node: unknown): boolean => (node as Node).type === 'Super';

/** `{a} = f()`. */
function takesCallApart(declarator: Node): boolean {
  const init = child(declarator, 'init');
  return init !== undefined && (declarator.id as Node).type !== 'Identifier' && callsOnSpine(init);
}

const ASSERT = /^(?:console\.)?assert(?:\.ok)?$/;
const FAILURE = /(?:Error|Exception)$/;

/**
 * A direct `eval` would become another function; of `assert` Node shows the text; and the line that makes an error is what
 * Node prints when nobody catches it.
 */
function isLeftAlone(node: Node): boolean {
  const name = siteName(node);
  return node.type === 'NewExpression' ? FAILURE.test(name) : name === 'eval' || ASSERT.test(name);
}

/** Whether the body of a function has calls or awaits of its own. */
export function hasOwnSites(node: Node): boolean {
  let found = false;
  const look = (inner: Node): void => {
    if (inner.type === 'AwaitExpression') found = true;
    if (inner.type === 'CallExpression' || inner.type === 'NewExpression') found ||= !isLeftAlone(inner);
    if (!found && !isFunction(inner) && inner.type !== 'StaticBlock') eachChild(inner, look);
  };
  if (node.type === 'StaticBlock') eachChild(node, look);
  else look(node.body as Node);
  return found;
}

/** Whether a chain such as `a.b()?.c` holds a call that is evaluated with it. */
function callsOnSpine(node: Node): boolean {
  for (
    let at: Node | undefined = node;
    at;
    at = (child(at, 'object') ?? child(at, 'callee') ?? child(at, 'expression')) as Node
  ) {
    if (at.type === 'CallExpression' || at.type === 'NewExpression') return true;
  }
  return false;
}
