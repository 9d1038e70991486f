import { drawn, type Shape } from '../shape.ts';

const library = (code: string) => ({ 'node_modules/lib/index.js': code });

export const libraries: readonly Shape[] = [
  {
    name: 'a library that calls back later',
    files: library('exports.later = (n, done) => { setTimeout(done, n); };'),
    code: `const lib = require('lib'); function done() { step(); } function step() {}
    function start(n) { lib.later(n, done); }
    start(9); start(1);`,
    tree: drawn`
      2x start
        done
          step`,
  },
  {
    name: 'a library that calls back later what is written in the call',
    files: library('exports.later = (n, done) => { process.nextTick(() => setImmediate(done, null, n)); };'),
    code: `const lib = require('lib'); function start(n) { lib.later(n, (error, m) => { if (m) start(0); }); } start(1);`,
    tree: drawn`
      start
        <anonymous>
          start
            <anonymous>`,
  },
  {
    name: 'a library whose promise is awaited, and which asks back meanwhile',
    files: library(
      'exports.configure = (hooks) => { exports.hooks = hooks; }; exports.get = async () => { await null; exports.hooks.before(); await null; };',
    ),
    code: `const lib = require('lib'); function setUp() { lib.configure({ before() { sign(); } }); } function sign() {} function step() {}
    async function start() { await lib.get(); step(); }
    setUp(); start(); start();`,
    tree: drawn`
      setUp
      2x start
        before
          sign
        step`,
  },
  {
    name: 'a library that takes no callback and calls one it was given before',
    files: library('let f; exports.use = (g) => { f = g; }; exports.go = () => { setImmediate(f); };'),
    code: `const lib = require('lib'); function used() {} function setUp() { lib.use(used); } function start() { lib.go(); }
    setUp(); start(); start();`,
    tree: drawn`
      setUp
      2x start
        used`,
  },
  {
    name: 'a library that retries',
    files: library(
      'exports.retry = async (n, work) => { for (;;) { try { return await work(); } catch (e) { if (--n === 0) throw e; await new Promise((f) => setTimeout(f, 1)); } } };',
    ),
    code: `const { retry } = require('lib'); let left = 2; async function work() { await null; if (left-- > 0) throw new Error('again'); }
    async function start() { await retry(3, work); }
    start();`,
    tree: drawn`
      start
        2x work !
        work`,
  },
  {
    name: 'a library that limits how much runs at once',
    files: library(
      'exports.limit = () => { const queue = []; let busy = false; const next = () => { const job = queue.shift(); if (!job) { busy = false; return; } busy = true; job.work().then(job.done, job.fail).then(next); }; return (work) => new Promise((done, fail) => { queue.push({ work, done, fail }); if (!busy) next(); }); };',
    ),
    code: `const run = require('lib').limit(); async function load(n) { await null; } function step() {}
    async function start(n) { await run(() => load(n)); step(); }
    start(1); start(2); start(3);`,
    tree: drawn`
      3x start
        <anonymous>
          load
        step`,
  },
  {
    name: 'a pool with a waiting queue, whose callbacks belong to those who asked',
    files: library(
      "exports.Pool = class { constructor() { this.free = ['c']; this.waiting = []; } acquire(f) { if (this.free.length) process.nextTick(f, null, this.free.pop()); else this.waiting.push(f); } release(c) { const f = this.waiting.shift(); if (f) f(null, c); else this.free.push(c); } };",
    ),
    code: `const { Pool } = require('lib'); const pool = new Pool(); function use() {}
    function request(n) { pool.acquire((error, c) => { use(); setTimeout(() => { pool.release(c); }, n); }); }
    request(1); request(2); request(3);`,
    tree: drawn`
      3x request
        <anonymous>
          use
          <anonymous>`,
  },
  {
    name: 'a pool with a waiting queue of promises',
    files: library(
      "exports.Pool = class { constructor() { this.free = ['c']; this.waiting = []; } async acquire() { return this.free.pop() ?? new Promise((f) => this.waiting.push(f)); } release(c) { const f = this.waiting.shift(); if (f) f(c); else this.free.push(c); } };",
    ),
    code: `const { Pool } = require('lib'); const pool = new Pool(); async function use() { await null; }
    async function request() { const c = await pool.acquire(); await use(); pool.release(c); }
    request(); request(); request();`,
    tree: drawn`
      3x request
        use`,
  },
  {
    name: 'a library that batches what several ask for',
    files: library(
      'exports.batch = (load) => { let keys; return (key) => new Promise((done) => { if (!keys) { keys = []; process.nextTick(() => { const all = keys; keys = undefined; load(all.map((k) => k.key)).then((found) => all.forEach((k, i) => k.done(found[i]))); }); } keys.push({ key, done }); }); };',
    ),
    code: `const load = require('lib').batch(loadAll); async function loadAll(keys) { await null; return keys; } function step() {}
    async function one(n) { await load(n); step(); }
    one(1); one(2);`,
    tree: drawn`
      one
        loadAll
        step
      one
        step`,
  },
  {
    name: 'a callback that a library runs at once',
    files: library('exports.each = (list, f) => { for (const one of list) f(one); };'),
    code: `const { each } = require('lib'); function step() {} function start() { each([1, 2], step); each([3], function own() {}); } start();`,
    tree: drawn`
      start
        2x step
        own`,
  },
  {
    name: 'a cache that several wait for',
    code: `const cache = new Map(); async function load(k) { await null; return k; } function step() {}
    function get(k) { if (!cache.has(k)) cache.set(k, load(k)); return cache.get(k); } async function start(k) { await get(k); step(); }
    start(1); start(1);`,
    tree: drawn`
      start
        get
          load
        step
      start
        get
        step`,
  },
];
