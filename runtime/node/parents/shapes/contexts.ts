import { drawn, type Shape } from '../shape.ts';

const hooks =
  "const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks'); const als = new AsyncLocalStorage();";

export const contexts: readonly Shape[] = [
  {
    name: "the app's own AsyncLocalStorage, undisturbed",
    code: `${hooks} const seen = []; function step() { seen.push(als.getStore()); }
    async function start(n) { setTimeout(step, 1); await als.run(n, async function within() { setTimeout(step, 40); await null; step(); }); step(); }
    Promise.all([start(1), start(2)]).then(() => setTimeout(() => console.log(seen.join()), 90));`,
    prints: '1,2,,,,,1,2\n',
    tree: drawn`
      2x start
        within
          2x step
        2x step
      <anonymous>
        <anonymous>`,
  },
  {
    name: 'AsyncLocalStorage.enterWith of the app',
    code: `${hooks} const seen = []; function step() { seen.push(als.getStore()); }
    function start(n) { als.enterWith(n); setTimeout(step, n); }
    start(1); start(2); seen.push(als.getStore()); setTimeout(() => console.log(seen.join()), 20);`,
    prints: '2,1,2\n',
    tree: drawn`
      2x start
        step
      <anonymous>`,
  },
  {
    name: 'a snapshot of AsyncLocalStorage',
    code: `${hooks} const seen = []; function step() { seen.push(als.getStore()); } let snapshot;
    function start() { als.run('in', () => { snapshot = AsyncLocalStorage.snapshot(); }); setTimeout(snapshot, 1, step); }
    start(); setTimeout(() => console.log(seen.join()), 20);`,
    prints: 'in\n',
    tree: drawn`
      start
        <anonymous>
          step
      <anonymous>`,
  },
  {
    name: 'AsyncResource of a pool of the app',
    files: {
      'node_modules/lib/index.js':
        "const { AsyncResource } = require('node:async_hooks'); const queue = []; exports.ask = (f) => { queue.push({ f, r: new AsyncResource('JOB') }); }; exports.answer = () => { for (const { f, r } of queue.splice(0)) r.runInAsyncScope(f); };",
    },
    code: `const lib = require('lib'); function got() { step(); } function step() {} function ask() { lib.ask(got); }
    ask(); ask(); setTimeout(lib.answer, 1);`,
    tree: drawn`
      2x ask
        got
          step`,
  },
  {
    name: 'AsyncResource.bind',
    code: `${hooks} function got() {} function start() { return AsyncResource.bind(got); } const later = start(); setTimeout(later, 1);`,
    tree: drawn`
      start
        got`,
  },
  {
    name: 'the async ids that the app sees nest as they do',
    code: `const { executionAsyncId } = require('node:async_hooks'); function step() { return executionAsyncId() > 1; }
    function start() { setTimeout(() => console.log(step()), 1); }
    start();`,
    prints: 'true\n',
    tree: drawn`
      start
        <anonymous>
          step`,
  },
];
