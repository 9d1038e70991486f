import { child, children, eachChild, isFunction, type Node, unwrapParens } from './ast.ts';
import type { CalleeNames } from './callees.ts';
import { type HandedOver, handedOver } from './scheduling.ts';
import { siteName } from './site-names.ts';

/** What the calls in one body, without the functions in it, begin that goes on when they have returned. */
export interface Handovers {
  /** Callbacks that are written in a call: they take the span's mark where they are made. */
  readonly inline: ReadonlySet<Node>;
  /** Functions that the body makes and hands over by their names. */
  readonly named: ReadonlySet<Node>;
  /** Calls, and statements that begin with one, before which the span must get a mark. */
  readonly marked: ReadonlySet<Node>;
  /** Of the callbacks, those that another may call at once on behalf of the span, or never on behalf of it. */
  readonly claimed: ReadonlySet<Node>;
  /** Emitters, by the calls and statements before which they must be noted as the span's. */
  readonly emitters: ReadonlyMap<Node, Node>;
  /** Loops that wait for what a library may begin. */
  readonly loops: ReadonlySet<Node>;
  /** Calls, and statements that begin with one, that must run in the span's context. */
  readonly inContext: ReadonlySet<Node>;
}

/** Whether what a body calls must find the span's context in place. */
export const usesContext = ({ inContext, loops }: Handovers): boolean => inContext.size + loops.size > 0;

/** Where in the body a node stands. */
interface Place {
  /** The statement that is an expression; a parenthesis at its start would be taken for arguments of the line before. */
  readonly statement?: Node | undefined;
  /** The whole of `a.b().c`, for what stands at its head: V8 may print a head, so that nothing can be put around it. */
  readonly whole?: Node | undefined;
  /** It stands at the head of a call that has been seen to. */
  readonly isHead?: boolean | undefined;
  /** V8 prints it when it turns out to be of the wrong kind. */
  readonly isPrinted?: boolean | undefined;
}

/** What most bodies have. */
export const NO_HANDOVERS: Handovers = {
  inline: new Set(),
  named: new Set(),
  marked: new Set(),
  inContext: new Set(),
  claimed: new Set(),
  emitters: new Map(),
  loops: new Set(),
};

/** `body`: of a function, or a static block. `holdsCall`: of its file. */
export function findHandovers(body: Node, names: CalleeNames, holdsCall: (node: Node) => boolean): Handovers {
  if (!holdsCall(body)) return NO_HANDOVERS;
  const inline = new Set<Node>();
  const named = new Set<Node>();
  const marked = new Set<Node>();
  const inContext = new Set<Node>();
  const claimed = new Set<Node>();
  const emitters = new Map<Node, Node>();
  const loops = new Set<Node>();
  let closures: ReturnType<typeof closuresOf> | undefined;
  /** Most bodies hand over nothing by name, and need no walk for it. */
  const closureOf = (name: string): Node | undefined => {
    closures ??= closuresOf(body);
    return closures.get(name);
  };

  function handedOverBy(call: Node, isHead: boolean | undefined): HandedOver {
    if (call.type === 'ImportExpression') return { callbacks: [], beginsMore: isHead !== true };
    const found = handedOver(call, names, closureOf);
    return isHead ? { ...found, beginsMore: false } : found;
  }

  /** Of `assert` Node shows the text. */
  function isAssertion(call: Node): boolean {
    if (call.type !== 'CallExpression') return false;
    const callee = call.callee as Node;
    const last = (callee.property as Node | undefined) ?? callee;
    // The name is seldom one of these, and takes long to be told.
    if (last.name !== 'assert' && last.name !== 'ok') return false;
    return /^(?:console\.)?assert(?:\.ok)?$/.test(siteName(call));
  }

  function visitCall(call: Node, { statement, whole, isHead, isPrinted }: Place): void {
    if (isAssertion(call)) return;
    const { callbacks, maybe, emitter, beginsMore } = handedOverBy(call, isHead);
    const outer = whole ?? call;
    const holder = isPrinted
      ? firstValue(call)
      : statement && outer.start === statement.start
        ? statement
        : outer;
    let takesMark = false;
    if (beginsMore) for (const callback of [...callbacks, ...(maybe ?? [])]) claimed.add(callback);
    for (const callback of [...callbacks, ...(maybe ?? [])]) {
      if (callback.start >= call.start && callback.end <= call.end) inline.add(callback);
      else {
        named.add(callback);
        takesMark = true;
      }
    }
    if (holder) {
      if (emitter) emitters.set(holder, emitter);
      if (beginsMore) inContext.add(holder);
      else if (takesMark || emitter) marked.add(holder);
    }
    const callee = child(call, 'callee');
    if (callee) visit(callee, { statement, whole: outer, isHead: isHead === true || beginsMore, isPrinted });
    for (const argument of children(call, 'arguments')) visit(argument, { statement });
    const source = child(call, 'source');
    if (source) visit(source, { statement });
  }

  /** Where in a call whose outside must stay as it is something can be evaluated first. */
  function firstValue(call: Node): Node | undefined {
    const [first] = children(call, 'arguments');
    const value = first?.type === 'SpreadElement' ? undefined : (first ?? child(call, 'source'));
    return value && !isFunction(value) ? value : undefined;
  }

  function visit(node: Node, place: Place): void {
    if (!holdsCall(node) || isFunction(node) || node.type === 'Decorator') return;
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
      case 'ImportExpression':
        visitCall(node, place);
        return;
      case 'ChainExpression':
        visit(node.expression as Node, { ...place, whole: place.whole ?? node });
        return;
      case 'MemberExpression':
        visit(node.object as Node, { ...place, whole: place.whole ?? node });
        if (node.computed) visit(node.property as Node, { statement: place.statement });
        return;
      case 'ExpressionStatement':
        visit(node.expression as Node, { statement: node });
        return;
      case 'ForOfStatement':
        if (node.await && !isOwnCall(node.right as Node)) loops.add(node);
        visit(node.left as Node, {});
        visit(node.right as Node, { isPrinted: true });
        visit(node.body as Node, {});
        return;
      case 'SpreadElement':
        visit(node.argument as Node, { statement: place.statement, isPrinted: true });
        return;
      case 'TaggedTemplateExpression':
        visit(node.tag as Node, { statement: place.statement, isPrinted: true });
        visit(node.quasi as Node, { statement: place.statement });
        return;
      case 'VariableDeclarator':
      case 'AssignmentExpression':
        visitTarget(node, place);
        return;
      case 'PropertyDefinition':
        if (node.computed) visit(node.key as Node, {});
        return;
      case 'StaticBlock':
        return;
    }
    const isPrinted =
      node.type === 'UnaryExpression' || (node.type === 'YieldExpression' && node.delegate === true);
    const inner = { statement: place.statement, isPrinted };
    eachChild(node, (part) => visit(part, inner));
  }

  /** `{a} = f()`: V8 prints the call where there is nothing to take apart. */
  function visitTarget(node: Node, { statement }: Place): void {
    const isDeclarator = node.type === 'VariableDeclarator';
    const target = (isDeclarator ? node.id : node.left) as Node;
    const value = child(node, isDeclarator ? 'init' : 'right');
    visit(target, { statement });
    if (value) visit(value, { statement, isPrinted: target.type.endsWith('Pattern') });
  }

  /** Own generators see to themselves. */
  function isOwnCall(node: Node): boolean {
    return node.type === 'CallExpression' && !handedOver(node, names, () => undefined).beginsMore;
  }

  if (body.type === 'BlockStatement' || body.type === 'StaticBlock')
    eachChild(body, (inner) => visit(inner, {}));
  else visit(body, {});
  return { inline, named, marked, inContext, claimed, emitters, loops };
}

/** The functions that a body itself declares or gives to a variable, where the name stands for one only. */
function closuresOf(body: Node): ReadonlyMap<string, Node> {
  const closures = new Map<string, Node>();
  const ambiguous = new Set<string>();
  const add = (name: string, made: Node) => {
    if (closures.has(name)) ambiguous.add(name);
    closures.set(name, made);
  };
  const look = (node: Node): void => {
    if (node.type === 'FunctionDeclaration' && node.id) add((node.id as Node).name as string, node);
    if (isFunction(node)) return;
    if (node.type === 'VariableDeclarator' && (node.id as Node).type === 'Identifier') {
      const value = child(node, 'init');
      if (value && isFunction(unwrapParens(value)))
        add((node.id as Node).name as string, unwrapParens(value));
    }
    eachChild(node, look);
  };
  if (!isFunction(body)) eachChild(body, look);
  for (const name of ambiguous) closures.delete(name);
  return closures;
}
