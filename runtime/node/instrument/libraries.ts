import { child, children, eachChild, type Node, unwrapParens } from './ast.ts';
import type { CalleeNames } from './callees.ts';

/** Calls into which libraries have no span of their own, by choice. */
export interface LeftOutCalls {
  /** Clients of databases and caches. */
  readonly database: boolean;
  /** Clients and servers of HTTP. */
  readonly http: boolean;
}

const DATABASES = [
  ...[
    'sqlite',
    'better-sqlite3',
    'sqlite3',
    '@libsql/client',
    'pg',
    'postgres',
    'mysql',
    'mysql2',
    'mariadb',
  ],
  ...['mssql', 'oracledb', 'mongodb', 'mongoose', 'redis', 'ioredis', 'memcached', 'memjs', 'level', 'lmdb'],
  ...['cassandra-driver', 'neo4j-driver', 'knex', 'sequelize', 'typeorm', '@prisma/client', 'drizzle-orm'],
];
const HTTP = [
  ...[
    'http',
    'https',
    'http2',
    'undici',
    'axios',
    'got',
    'ky',
    'node-fetch',
    'cross-fetch',
    'needle',
    'request',
  ],
  ...['superagent', 'express', 'fastify', 'koa', '@koa/router', '@hapi/hapi', 'hono', 'restify', 'polka'],
];

/** Methods that give what further calls are made of, rather than what was asked for. */
const GIVES_MORE =
  /^(?:create\w*|connect|open|prepare|collection|db|model|getConnection|request|extend|Router)$/;

/**
 * Whether a call goes into one of those libraries, by what the file says: it is of a name that the library gave, or of
 * something that was made by one (`new Pool()`, `pool.connect()`). What another file of the app hands over is not known.
 */
export function findLibraryCalls(
  program: Node,
  names: CalleeNames,
  leftOut: LeftOutCalls,
): (call: Node) => boolean {
  const chosen = new Set([...(leftOut.database ? DATABASES : []), ...(leftOut.http ? HTTP : [])]);
  const theirs = new Set(
    [...names.libraries].flatMap(([name, id]) => (chosen.has(packageOf(id)) ? [name] : [])),
  );
  if (leftOut.http && !names.own.has('fetch')) theirs.add('fetch');

  const isTheirs = (node: Node): boolean => {
    const root = rootOf(node);
    if (root.type === 'Identifier') return theirs.has(root.name as string);
    const id = requiredId(root);
    return id !== undefined && chosen.has(packageOf(id));
  };
  const visit = (node: Node): void => {
    if (node.type === 'VariableDeclarator' || node.type === 'AssignmentExpression') {
      const target = (child(node, 'id') ?? child(node, 'left')) as Node;
      const value = child(node, 'init') ?? child(node, 'right');
      if (target.type === 'Identifier' && value && givesMore(value) && isTheirs(value))
        theirs.add(target.name as string);
    }
    eachChild(node, visit);
  };
  visit(program);
  return isTheirs;
}

/** The package of `mysql2/promise`, without what is below it. */
const packageOf = (id: string): string =>
  id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/');

/** What stands first in a chain of members and calls. */
function rootOf(node: Node): Node {
  for (let at = unwrapParens(node); ; ) {
    if (requiredId(at) !== undefined) return at;
    const inner =
      child(at, 'object') ??
      child(at, 'callee') ??
      (at.type === 'AwaitExpression' ? child(at, 'argument') : undefined) ??
      (at.type === 'ChainExpression' ? child(at, 'expression') : undefined) ??
      // Compilers write `(0, pg_1.connect)()`.
      (at.type === 'SequenceExpression' ? children(at, 'expressions').at(-1) : undefined);
    if (!inner) return at;
    at = unwrapParens(inner);
  }
}

/** `require('x')`. */
function requiredId(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || (node.callee as Node).name !== 'require') return undefined;
  const id = children(node, 'arguments')[0]?.value;
  return typeof id === 'string' ? id.replace(/^node:/, '') : undefined;
}

/** `new Pool()`, `express()`, `http.createServer().listen()`, `await pool.connect()`. */
function givesMore(value: Node): boolean {
  const node = unwrapParens(value);
  if (node.type === 'NewExpression') return true;
  if (node.type === 'AwaitExpression') return givesMore(node.argument as Node);
  if (node.type !== 'CallExpression') return false;
  const callee = unwrapParens(node.callee as Node);
  if (callee.type === 'Identifier') return callee.name !== 'fetch' && callee.name !== 'require';
  const name = child(callee, 'property')?.name;
  if (typeof name === 'string' && GIVES_MORE.test(name)) return true;
  const object = child(callee, 'object');
  return name === 'listen' && object !== undefined && givesMore(object);
}
