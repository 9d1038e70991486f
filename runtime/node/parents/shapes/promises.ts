import { drawn, type Shape } from '../shape.ts';

export const promises: readonly Shape[] = [
  {
    name: 'a promise chain',
    code: `function start() { Promise.resolve(1).then(function a() {}).then(function b() {}).finally(function c() {}); }
    start();`,
    tree: drawn`
      start
        a
        b
        c`,
  },
  {
    name: 'a promise chain by names',
    code: `function a() { return step(); } function b() {} function c() {} async function step() { await null; }
    function start() { return Promise.resolve(1).then(a).then(b).finally(c); }
    start();`,
    tree: drawn`
      start
        a
          step
        b
        c`,
  },
  {
    name: 'one function by name in the chains of two callers that cross',
    code: `function seen() {} const wait = (n) => (n === 0 ? Promise.resolve() : Promise.resolve().then(() => wait(n - 1)));
    function one(p) { return p.then(seen); } function two(p) { return p.then(seen); }
    let free; const p = new Promise((done) => { free = done; }); one(p); two(Promise.resolve()); setTimeout(free, 5);`,
    tree: drawn`
      <anonymous>
      one
        seen
      two
        seen`,
  },
  {
    name: 'a promise that fails',
    code: 'function start() { Promise.reject(1).then(function no() {}).catch(function seen() {}); } start();',
    tree: drawn`
      start
        seen`,
  },
  {
    name: 'both callbacks of then',
    code: `function start(p) { p.then(function good() {}, function bad() {}); }
    start(Promise.resolve()); start(Promise.reject());`,
    tree: drawn`
      start
        good
      start
        bad`,
  },
  {
    name: 'an async callback of then',
    code: `async function step() { await null; }
    function start() { Promise.resolve().then(async function a() { await step(); await step(); }); }
    start();`,
    tree: drawn`
      start
        a
          2x step`,
  },
  {
    name: 'arrows with expression bodies',
    code: 'function step() {} const start = () => Promise.resolve().then(() => step()); start();',
    tree: drawn`
      start
        <anonymous>
          step`,
  },
  {
    name: 'a timer of an async function after an await',
    code: 'async function start() { await null; setTimeout(function fire() {}, 1); await null; } start();',
    tree: drawn`
      start
        fire`,
  },
  {
    name: 'a timer that an async function waits for',
    code: `function step() {}
    async function start() {
      await new Promise(function wait(done) { setTimeout(function fire() { done(); }, 1); });
      step();
    }
    start();`,
    tree: drawn`
      start
        wait
          fire
        step`,
  },
  {
    name: 'a promise that another caller settles',
    code: `let free; const gate = new Promise((done) => { free = done; }); function step() {}
    async function wait() { await gate; step(); } function open() { free(); }
    wait(); wait(); open();`,
    tree: drawn`
      <anonymous>
      2x wait
        step
      open`,
  },
  {
    name: 'Promise.withResolvers',
    since: 22,
    code: `function step() {} function settle(done) { done(); }
    async function start() {
      const { promise, resolve } = Promise.withResolvers();
      setTimeout(() => settle(resolve), 1);
      await promise;
      step();
    }
    start();`,
    tree: drawn`
      start
        <anonymous>
          settle
        step`,
  },
  {
    name: 'Promise.all',
    code: `async function one(n) { await null; if (n) await null; }
    async function start() { await Promise.all([one(0), one(1), one(2)]); }
    start();`,
    tree: drawn`
      start
        3x one`,
  },
  {
    name: 'Promise.all over async callbacks, two at once',
    code: `async function load(n) { await null; return parse(n); } function parse(n) { return n; }
    async function start() { await Promise.all([1, 2].map(async (n) => { await load(n); })); }
    start(); start();`,
    tree: drawn`
      2x start
        2x <anonymous>
          load
            parse`,
  },
  {
    name: 'Promise.race with timers',
    code: `function wait(ms) { return new Promise(function begin(done) { setTimeout(function fire() { done(ms); }, ms); }); }
    async function start() { await Promise.race([wait(1), wait(5)]); }
    start();`,
    tree: drawn`
      start
        2x wait
          begin
            fire`,
  },
  {
    name: 'Promise.any where the first one fails',
    code: `async function bad() { await null; throw 1; } async function good() { await null; await null; } function step() {}
    async function start() { await Promise.any([bad(), good()]); step(); }
    start();`,
    tree: drawn`
      start
        bad !
        good
        step`,
  },
  {
    name: 'allSettled with an error',
    code: `async function fails() { await null; throw 1; } async function works() { await null; }
    async function start() { await Promise.allSettled([fails(), works()]); }
    start();`,
    tree: drawn`
      start
        fails !
        works`,
  },
  {
    name: 'an error that is caught behind an await',
    code: `async function fails() { await null; throw new Error('x'); } function mend() {} function clean() {}
    async function start() { try { await fails(); } catch { mend(); await null; } finally { clean(); } }
    start();`,
    tree: drawn`
      start
        fails !
        mend
        clean`,
  },
  {
    name: 'awaits in a loop of two callers that run side by side',
    code: `async function step(n) { await null; return n; } async function start(n) { for (let i = 0; i < n; i++) await step(i); }
    start(2); start(3);`,
    tree: drawn`
      start
        2x step
      start
        3x step`,
  },
  {
    name: 'a promisified function',
    code: `const { promisify } = require('node:util'); const stat = promisify(require('node:fs').stat); function step() {}
    async function start() { await stat(__filename); step(); }
    start();`,
    tree: drawn`
      start
        step`,
  },
  {
    name: 'a promisified function of the app itself',
    code: `const { promisify } = require('node:util'); function step() {}
    function load(n, done) { setTimeout(done, n, null, n); } const loadLater = promisify(load);
    async function start(n) { await loadLater(n); step(); }
    start(9); start(1);`,
    tree: drawn`
      2x start
        load
        step`,
  },
  {
    name: 'a thenable of the app that is awaited',
    code: `function step() {} class Query { then(done) { setTimeout(() => { done(1); }, 1); } }
    async function start() { await new Query(); step(); }
    start();`,
    tree: drawn`
      start
        then
          <anonymous>
        step`,
  },
  {
    name: 'a callback that a thenable runs at once',
    code: 'const later = { then(f) { f(); } }; function start() { later.then(function now() {}); } start();',
    tree: drawn`
      start
        then
          now`,
  },
];
