import { child, children, eachChild, isFunction, type Node } from './ast.ts';
import { siteName } from './site-names.ts';

/** What the insertions for calls need of the body they stand in. */
export interface SiteBody {
  /** Whether calls and awaits are recorded: level 3 and above. */
  readonly deep: boolean;
  /** Whether it has any; known once it has been walked. */
  hasSites: boolean;
}

interface Names {
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
  /** The id of a place that is recorded, as the text has it. */
  readonly idOf: (node: Node, kind: 'call' | 'await', name: string, body: B) => string;
}

/**
 * Calls as spans: `f(a,b)` becomes `Oe(f(a,Oc(b,id,r,d)),d)`. The callee keeps its place and its text, because V8 shows it in
 * messages such as "a.b(...).c is not a function". Where it would show the call itself the outer `Oe(` is left out: the call
 * then ends with what the body records next.
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
        if (ends) insert(node.end, `;${call.callEnds}(0${end};`);
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
    body.hasSites = true;
    const wraps = !printed;
    if (wraps) insert(node.start, ` ${call.callEnds}(`);
    walkAs(true, callee, body);
    const id = options.idOf(node, 'call', siteName(node), body);
    const state = `${id},${detail},${own})`;
    const bare = `...${call.callBeginsBare}(${state}`;
    const args = children(node, 'arguments');
    const last = args.at(-1);
    for (const argument of args) if (argument !== last) walkAs(false, argument, body);
    if (!last) {
      // `new F` may stand without parentheses.
      const hasParens = node.end > callee.end;
      insert(hasParens ? node.end - 1 : node.end, hasParens ? bare : `(${bare})`);
    } else {
      const value = last.type === 'SpreadElement' ? (last.argument as Node) : last;
      insert(value.start, `${call.callBegins}(`);
      walkAs(false, value, body);
      insert(value.end, `,${state}`);
    }
    if (wraps) insert(node.end, end);
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
    return callsOnSpine(iterable) ? `${call.callEnds}(0${end};` : '';
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
