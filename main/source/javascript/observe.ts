import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector, Env } from './collector.ts';
import { createLeakWatch } from './leaks.ts';
import { holds, usesAny } from './look.ts';
import { boundNames, unwrap } from './names.ts';
import { independentAwaits } from './sequential-awaits.ts';

/** Sees what rules may find wrong; see `ObservationKind`. */
export interface Observer {
  seeCall(node: SyntaxNode, callee: SyntaxNode, env: Env): void;
  seeTry(node: SyntaxNode, env: Env): void;
  seeBinary(node: SyntaxNode, env: Env): void;
  /** Statements of one block, or of a module. */
  seeStatements(statements: readonly SyntaxNode[], env: Env): void;
  /** Once, behind everything else. */
  finish(): void;
}

const syncIo =
  /^(?:access|appendFile|chmod|chown|copyFile|cp|exists|fsync|lstat|mkdir|mkdtemp|open|opendir|read|readFile|readdir|readlink|readv|realpath|rename|rm|rmdir|stat|statfs|symlink|truncate|unlink|utimes|write|writeFile|writev|exec|execFile|spawn|deflate|inflate|gzip|gunzip|brotliCompress|brotliDecompress|pbkdf2|scrypt)Sync$/;

export function createObserver(collector: Collector): Observer {
  const leaks = createLeakWatch(collector);
  return {
    seeCall(node, callee, env) {
      const name = callee.type === 'MemberExpression' ? (callee.property as SyntaxNode).name : callee.name;
      if (typeof name !== 'string') return;
      if (env.function !== -1 && syncIo.test(name)) collector.observe(env, 'sync-io', node, name);
      if (name === 'setMaxListeners' && isUnlimited(nodesIn(node.arguments)[0]))
        collector.observe(env, 'warning-hidden', node, name);
      leaks.seeCall(node, callee, name, env);
    },
    seeTry(node, env) {
      const handler = node.handler;
      if (!isNode(handler) || !isNode(handler.body)) return;
      const statements = nodesIn(handler.body.body);
      if (isNode(handler.param) && usesAny(handler.body, new Set(boundNames(handler.param)))) return;
      if (statements.some((statement) => holds(statement, 'ThrowStatement'))) return;
      // What is worth an error report: something was awaited or loaded, or calls were made; not a test of what is there.
      const guarded = node.block as SyntaxNode;
      const detail = ['AwaitExpression', 'ImportExpression'].filter((type) => holds(guarded, type));
      if (statements.length === 0) detail.push('empty');
      collector.observe(env, 'swallowed-error', handler, 'catch', detail);
    },
    seeBinary(node, env) {
      if (node.operator !== '/' || env.function === -1) return;
      const divisor = unwrap(node.right as SyntaxNode);
      if (divisor.type !== 'MemberExpression' || divisor.computed === true) return;
      const property = String((divisor.property as SyntaxNode).name);
      const object = divisor.object as SyntaxNode;
      if ((property !== 'length' && property !== 'size') || object.type !== 'Identifier') return;
      collector.observe(env, 'empty-input', node, `${String(object.name)}.${property}`);
    },
    seeStatements(statements, env) {
      for (const { first, last, callees } of independentAwaits(statements, collector.source)) {
        const node = { type: 'Block', start: first.start, end: last.end };
        collector.observe(env, 'sequential-awaits', node, callees[0] ?? '', callees);
      }
    },
    finish: () => leaks.finish(),
  };
}

/** `0` and `Infinity` switch the warning off. */
function isUnlimited(argument: SyntaxNode | undefined): boolean {
  return argument?.type === 'Literal' ? argument.value === 0 : argument?.name === 'Infinity';
}
