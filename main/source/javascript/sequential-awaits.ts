import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import { usesAny } from './look.ts';
import { boundNames, unwrap } from './names.ts';

export interface AwaitGroup {
  readonly first: SyntaxNode;
  readonly last: SyntaxNode;
  readonly callees: readonly string[];
}

/** Calls that change something: their order may matter, whatever their arguments are. */
const changes =
  /^(?:set|put|save|store|create|add|insert|delete|remove|drop|update|upsert|send|post|patch|write|append|open|close|start|stop|begin|commit|rollback|acquire|lock|release|sign|init|connect|disconnect|register|unregister|reset|clear|flush|publish|emit|push|pop|next|apply|run|execute|migrate|mk|rm|mv|copy|move|move|rename|render|build|install|prepare|ensure|setup|wait|sleep|delay|once|click|type|goto|press|fill|expect|import|use)(?:[A-Z_]|$)/;

/**
 * Runs of neighbouring `const x = await f(..)` of which a later one needs nothing of an earlier one, and nothing tells that
 * their order matters: other functions, not on the same object, and by their names they only look something up.
 */
export function* independentAwaits(statements: readonly SyntaxNode[], source: string): Generator<AwaitGroup> {
  let group: { statement: SyntaxNode; callee: string; object: string | null }[] = [];
  let bound = new Set<string>();
  const take = (): AwaitGroup[] => {
    const [first, last] = [group[0], group.at(-1)];
    const found = group.length > 1 && first && last ? [{ first: first.statement, last: last.statement }] : [];
    const callees = group.map(({ callee }) => callee);
    group = [];
    bound = new Set();
    return found.map((ends) => ({ ...ends, callees }));
  };
  for (const statement of statements) {
    const awaited = awaitedCall(statement);
    if (awaited === null) {
      yield* take();
      continue;
    }
    const { call, names } = awaited;
    const callee = call.callee as SyntaxNode;
    const isMember = callee.type === 'MemberExpression';
    const text = source.slice(callee.start, callee.end);
    const called = String(isMember ? (callee.property as SyntaxNode).name : callee.name);
    const object = isMember
      ? source.slice((callee.object as SyntaxNode).start, (callee.object as SyntaxNode).end)
      : null;
    const depends =
      usesAny(call, bound) ||
      group.some((other) => other.callee === text || (object !== null && other.object === object));
    if (depends || changes.test(called)) yield* take();
    if (changes.test(called)) continue;
    group.push({ statement, callee: text, object });
    for (const name of names) bound.add(name);
  }
  yield* take();
}

/** The call of `const x = await f()`, and the names that it binds. */
function awaitedCall(statement: SyntaxNode): { call: SyntaxNode; names: readonly string[] } | null {
  const declarators = statement.type === 'VariableDeclaration' ? nodesIn(statement.declarations) : [];
  const [declarator] = declarators;
  if (declarators.length !== 1 || !isNode(declarator?.init)) return null;
  const value = unwrap(declarator.init);
  if (value.type !== 'AwaitExpression') return null;
  const call = unwrap(value.argument as SyntaxNode);
  return call.type === 'CallExpression' ? { call, names: boundNames(declarator.id) } : null;
}
