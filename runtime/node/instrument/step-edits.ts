import { child, children, eachChild, isFunction, type Node } from './ast.ts';
import type { Variable } from './scopes.ts';

/** What the insertions for steps need of the body they stand in. */
export interface StepBody {
  readonly node: Node;
  /** 4 or 5; 0: no steps. */
  readonly steps: number;
}

interface Names {
  readonly line: string;
  readonly holds: string;
  readonly mayHold: string;
  readonly assigned: string;
  readonly stepped: string;
  readonly first: string;
}

/** How the text names a variable: function id, place in its table, and whose it is if not the running body's. */
export interface VariablePlace {
  readonly id: string;
  readonly index: number;
  /** Empty: the body's own. */
  readonly owner: string;
}

export interface StepOptions<B extends StepBody> {
  readonly insert: (position: number, text: string) => void;
  readonly call: Names;
  readonly detail: string;
  readonly walk: (node: Node, body: B) => void;
  readonly walkChildren: (node: Node, body: B) => void;
  /** Whether V8 may show the text around. */
  readonly isPrinted: () => boolean;
  readonly lineOf: (offset: number) => number;
  readonly variables: ReadonlyMap<Node, Variable>;
  /** Undefined where the variable's owner is not recorded at this level. */
  readonly placeOf: (variable: Variable, body: B) => VariablePlace | undefined;
  /** For a member such as `a.b` that is assigned; its place among the body's own variables. */
  readonly memberPlace: (target: Node, body: B) => VariablePlace;
  /** Walks what a loop takes apart; gives what is to stand at the begin of each turn. */
  readonly walkIterable: (iterable: Node, body: B) => string;
  /** Walks an assignment to a pattern. */
  readonly walkPattern: (node: Node, body: B) => void;
}

const NO_STEP = new Set(['FunctionDeclaration', 'EmptyStatement', 'ImportDeclaration', 'BlockStatement']);
const LEAVES = new Set(['ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement']);
const LOOPS = new Set([
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
]);

/** Levels 4 and 5: a call before each statement, and one for what variables hold behind it. */
export function createStepEdits<B extends StepBody>(options: StepOptions<B>) {
  const { insert, call, detail, walk, variables, lineOf } = options;
  const line = (node: Node): string => `${call.line}(${lineOf(node.start)})`;
  /** One look at whether the call is recorded for all that is told at a place. */
  const guarded = (parts: readonly string[]): string =>
    parts.length === 0 ? '' : `${detail}>1&&${parts.length === 1 ? parts[0] : `(${parts.join()})`}`;
  const lineCall = (node: Node): string => guarded([line(node)]);

  /** Statements behind each other. `from`: where the text before the first one ends. */
  function walkList(statements: readonly Node[], from: number, body: B): void {
    let end = from;
    /** What the statement before has to tell. */
    let parts: readonly string[] = [];
    for (const statement of statements) {
      // On the line before, so that the line itself stays as Node shows it.
      const isStep = !NO_STEP.has(statement.type) && !isTested(statement, body);
      insertText(end, guarded(isStep ? [...parts, line(statement)] : parts));
      walk(statement, body);
      parts = LEAVES.has(statement.type) ? [] : heldAfter(statement, body);
      end = statement.end;
    }
    insertText(end, guarded(parts));
  }

  const insertText = (position: number, text: string) => {
    if (text !== '') insert(position, `;${text};`);
  };

  /** At level 5 the test of a loop is a step of its own. */
  const isTested = (statement: Node, body: B): boolean =>
    body.steps > 4 && statement.type === 'WhileStatement';

  /** A body without braces gets them. `first`: what stands before its own step. */
  function walkSingle(node: Node, body: B, first = ''): void {
    if (node.type === 'BlockStatement') {
      if (first !== '') insert(node.start + 1, `${first};`);
      walk(node, body);
      return;
    }
    if (node.type === 'FunctionDeclaration') {
      walk(node, body);
      return;
    }
    insert(node.start, `{${first === '' ? '' : `${first};`}`);
    walkList([node], node.start, body);
    insert(node.end, '}');
  }

  /** Walks statements and assignments; false for all other nodes. */
  function take(node: Node, body: B): boolean {
    switch (node.type) {
      case 'BlockStatement':
        walkList(children(node, 'body'), node.start + 1, body);
        return true;
      case 'SwitchCase': {
        if (child(node, 'test')) walk(node.test as Node, body);
        const statements = children(node, 'consequent');
        if (statements[0]) walkList(statements, statements[0].start, body);
        return true;
      }
      case 'IfStatement':
        walk(node.test as Node, body);
        walkSingle(node.consequent as Node, body);
        if (child(node, 'alternate')) walkElse(node.alternate as Node, body);
        return true;
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        walkLoop(node, body);
        return true;
      case 'ForInStatement':
      case 'ForOfStatement':
        walk(node.left as Node, body);
        walkSingle(
          node.body as Node,
          body,
          options.walkIterable(node.right as Node, body) + turnOf(node, body),
        );
        return true;
      case 'AssignmentExpression':
      case 'UpdateExpression':
        return takeAssignment(node, body);
      case 'ConditionalExpression':
        if (body.steps < 5) return false;
        walk(node.test as Node, body);
        for (const key of ['consequent', 'alternate']) walkBranch(node, node[key] as Node, body);
        return true;
      case 'LogicalExpression':
        if (body.steps < 5) return false;
        walk(node.left as Node, body);
        walkBranch(node, node.right as Node, body);
        return true;
    }
    return false;
  }

  /** The space keeps `else` apart from what follows. */
  function walkElse(node: Node, body: B): void {
    if (node.type !== 'BlockStatement') insert(node.start, ' ');
    walkSingle(node, body);
  }

  /** What may run or not is a step where it has a line of its own. */
  function walkBranch(whole: Node, branch: Node, body: B): void {
    const apart = lineOf(branch.start) !== lineOf(whole.start) && !options.isPrinted();
    if (apart) insert(branch.start, ` (${lineCall(branch)},`);
    walk(branch, body);
    if (apart) insert(branch.end, ')');
  }

  function walkLoop(node: Node, body: B): void {
    if (child(node, 'init')) walk(node.init as Node, body);
    const test = child(node, 'test');
    const walkTest = () => {
      if (!test) return;
      if (body.steps > 4) insert(test.start, ` (${lineCall(test)},`);
      walk(test, body);
      if (body.steps > 4) insert(test.end, ')');
    };
    if (node.type === 'DoWhileStatement') {
      insert((node.body as Node).start, ' ');
      walkSingle(node.body as Node, body);
      walkTest();
      return;
    }
    walkTest();
    if (child(node, 'update')) walk(node.update as Node, body);
    walkSingle(node.body as Node, body, guarded(held(headOf(node), node.body as Node, body, true)));
  }

  /** At the begin of each turn: what the loop's own variables hold. */
  function turnOf(node: Node, body: B): string {
    const step = body.steps > 4 ? `${lineCall(node)};` : '';
    const left = node.left as Node;
    const names = left.type === 'VariableDeclaration' ? [] : targetsOf(left);
    const declared = left.type === 'VariableDeclaration' ? declaredIn(left) : names;
    return step + holdAll(declared, body);
  }

  const headOf = (node: Node): Node[] =>
    ['test', 'discriminant', 'init', 'update', 'left', 'right', 'argument'].flatMap(
      (key) => child(node, key) ?? [],
    );

  /** What a statement may have changed of the body's own variables. */
  function heldAfter(statement: Node, body: B): readonly string[] {
    if (statement.type === 'LabeledStatement') return heldAfter(statement.body as Node, body);
    if (statement.type === 'BlockStatement' || statement.type === 'TryStatement') return [];
    const isHead = LOOPS.has(statement.type) || /^(?:If|Switch)Statement$/.test(statement.type);
    return held(isHead ? headOf(statement) : [statement], statement, body);
  }

  /** Calls for the variables that are set (or mentioned) in the nodes and live outside of `inside`, or are declared by it. */
  function held(nodes: readonly Node[], inside: Node, body: B, onlySet = false): readonly string[] {
    const set = new Map<Variable, Node>();
    const seen = new Map<Variable, Node>();
    const declared = new Set<Variable>();
    const look = (node: Node): void => {
      if (isFunction(node) || node.type.startsWith('Class')) {
        const id = node.type === 'ClassDeclaration' ? child(node, 'id') : undefined;
        if (id) note(set, id);
        return;
      }
      if (node.type === 'VariableDeclaration') {
        for (const identifier of declaredIn(node)) {
          note(set, identifier);
          const variable = variables.get(identifier);
          if (variable) declared.add(variable);
        }
        for (const declarator of children(node, 'declarations')) {
          if (child(declarator, 'init')) look(declarator.init as Node);
        }
        return;
      }
      if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') {
        const target = (child(node, 'left') ?? child(node, 'argument')) as Node;
        // At level 5 the assignment itself says so.
        if (body.steps < 5) for (const identifier of targetsOf(target)) note(set, identifier);
        if (target.type !== 'Identifier') eachChild(target, look);
        if (child(node, 'right')) look(node.right as Node);
        return;
      }
      if (node.type === 'MemberExpression') {
        look(node.object as Node);
        if (node.computed) look(node.property as Node);
        return;
      }
      if (node.type === 'Property' && !node.computed) {
        look(node.value as Node);
        return;
      }
      if (node.type === 'Identifier') note(seen, node);
      else eachChild(node, look);
    };
    const note = (into: Map<Variable, Node>, identifier: Node) => {
      const variable = variables.get(identifier);
      if (variable) into.set(variable, identifier);
    };
    for (const node of nodes) look(node);
    const lives = (variable: Variable, at: Node) =>
      variable.owner === body.node &&
      (declared.has(variable) ? !isHeadOfLoop(variable, inside) : isOutside(variable.scope, inside)) &&
      isInitialised(variable, at, inside);
    return [
      ...[...set]
        .filter(([variable, at]) => lives(variable, at))
        .map(([variable]) => hold(call.holds, variable, body)),
      ...[...seen]
        .filter(([variable, at]) => !onlySet && !set.has(variable) && lives(variable, at))
        .map(([variable]) => hold(call.mayHold, variable, body)),
    ].filter((text) => text !== '');
  }

  function hold(name: string, variable: Variable, body: B): string {
    const place = options.placeOf(variable, body);
    return place && place.owner === '' ? `${name}(${variable.name},${place.id},${place.index})` : '';
  }

  /** Calls for identifiers that have just been bound. */
  function holdAll(identifiers: readonly Node[], body: B): string {
    const parts = identifiers.flatMap((identifier) => {
      const variable = variables.get(identifier);
      return variable?.owner === body.node ? hold(call.holds, variable, body) : [];
    });
    return guarded(parts.filter((text) => text !== ''));
  }

  /** `Oj(x=v,id,place,r,owner)`; of a pattern, what its names got. */
  function takeAssignment(node: Node, body: B): boolean {
    if (options.isPrinted()) return false;
    const target = (child(node, 'left') ?? child(node, 'argument')) as Node;
    const isPattern = target.type === 'ObjectPattern' || target.type === 'ArrayPattern';
    if (isPattern) return takePattern(node, target, body);
    const place = placeOfTarget(target, body);
    // At level 4 the statement's end says what the body's own variables hold.
    if (!place || (body.steps < 5 && place.owner === '')) return false;
    const isPostfix = node.type === 'UpdateExpression' && !node.prefix;
    insert(node.start, ` ${isPostfix ? call.stepped : call.assigned}(`);
    options.walkChildren(node, body);
    const by = isPostfix ? `,${node.operator === '++' ? 1 : -1}` : '';
    const owner = place.owner === '' ? '' : `,${place.owner}`;
    insert(node.end, `,${place.id},${place.index},${detail}${by}${owner})`);
    return true;
  }

  function takePattern(node: Node, target: Node, body: B): boolean {
    const parts = targetsOf(target).flatMap((identifier) => {
      const place = placeOfTarget(identifier, body);
      if (!place || (body.steps < 5 && place.owner === '')) return [];
      const owner = place.owner === '' ? '' : `,${place.owner}`;
      return `${call.assigned}(${identifier.name},${place.id},${place.index},${detail}${owner})`;
    });
    if (parts.length === 0) return false;
    insert(node.start, ` ${call.first}(`);
    options.walkPattern(node, body);
    insert(node.end, `,(${parts.join()}))`);
    return true;
  }

  function placeOfTarget(target: Node, body: B): VariablePlace | undefined {
    if (target.type === 'MemberExpression') return options.memberPlace(target, body);
    const variable = variables.get(target);
    return variable && options.placeOf(variable, body);
  }

  return { take, walkList, walkSingle, lineCall, holdAll, turnOf };
}

/** The identifiers that a declaration declares. */
const declaredIn = (declaration: Node): Node[] =>
  children(declaration, 'declarations').flatMap((declarator) => targetsOf(declarator.id as Node));

/** The identifiers among what an assignment, a declaration or a parameter sets. */
export function targetsOf(pattern: Node, found: Node[] = []): Node[] {
  switch (pattern.type) {
    case 'Identifier':
      found.push(pattern);
      break;
    case 'AssignmentPattern':
      targetsOf(pattern.left as Node, found);
      break;
    case 'RestElement':
      targetsOf(pattern.argument as Node, found);
      break;
    case 'ArrayPattern':
      for (const element of children(pattern, 'elements')) targetsOf(element, found);
      break;
    case 'ObjectPattern':
      for (const property of children(pattern, 'properties')) {
        targetsOf(property.type === 'Property' ? (property.value as Node) : property, found);
      }
  }
  return found;
}

const isOutside = (scope: Node, inside: Node): boolean =>
  scope.start < inside.start || scope.end > inside.end;

/** `for (let i ..)`: not to be read behind the loop. */
const isHeadOfLoop = ({ scope }: Variable, inside: Node): boolean =>
  scope === inside && LOOPS.has(inside.type);

/** Whether a variable that a statement mentions can be read behind it without throwing. */
function isInitialised(variable: Variable, at: Node, inside: Node): boolean {
  if (!variable.guarded) return true;
  if (variable.scope.type === 'SwitchStatement')
    return variable.declared.start >= inside.start && variable.declared.end <= inside.end;
  return variable.declared.start <= at.start;
}
