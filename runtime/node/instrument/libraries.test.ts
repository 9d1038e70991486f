import { expect, it } from 'vitest';
import { parse } from '../parse/index.ts';
import { eachChild, type Node } from './ast.ts';
import { findCalleeNames } from './callees.ts';
import { findLibraryCalls, type LeftOutCalls } from './libraries.ts';
import { siteName } from './site-names.ts';

/** The calls of a text that have no span. */
function leftOutOf(source: string, leftOut: LeftOutCalls): string[] {
  const program = parse(source, true);
  const isTheirs = findLibraryCalls(program, findCalleeNames(program), leftOut);
  const found: string[] = [];
  const visit = (node: Node): void => {
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && isTheirs(node))
      found.push(siteName(node));
    eachChild(node, visit);
  };
  visit(program);
  return found;
}

const database = { database: true, http: false };
const http = { database: false, http: true };

it('knows clients by what the file imports, requires and makes of it', () => {
  const text = `import { Pool } from 'pg'; import mysql from 'mysql2/promise';
    const pool = new Pool(); const client = await pool.connect(); client.query('SELECT 1');
    const link = mysql.createConnection({}); link.execute('SELECT 1'); other.query('SELECT 1');`;
  expect(leftOutOf(text, database)).toEqual([
    'new Pool',
    'pool.connect',
    'client.query',
    'mysql.createConnection',
    'link.execute',
  ]);
  expect(leftOutOf(text, http)).toEqual([]);
});

it('does not take what was asked for, or a function of the file, for the library', () => {
  const text = `import Database from 'better-sqlite3'; const db = new Database('a'); const rows = db.prepare('S').all();
    rows.map(String); export function get() { return rows.at(0); } get();`;
  expect(leftOutOf(text, database)).toEqual(['new Database', 'db.prepare().all', 'db.prepare']);
});

it('knows servers, requests and the fetch of Node, unless the file has one of its own', () => {
  const text = `import express from 'express'; const app = express(); app.get('/', list); app.listen(1);
    const server = require('node:http').createServer(list).listen(2); server.close(); fetch('/').then(list); list();`;
  expect(leftOutOf(text, http)).toEqual([
    'express',
    'app.get',
    'app.listen',
    'require().createServer().listen',
    'require().createServer',
    'require',
    'server.close',
    'fetch().then',
    'fetch',
  ]);
  expect(leftOutOf(`function fetch() {} fetch('/');`, http)).toEqual([]);
});
