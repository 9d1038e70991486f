import { drawn, type Shape } from '../shape.ts';

export const timers: readonly Shape[] = [
  {
    name: 'a timer',
    code: 'function step() {} function start() { setTimeout(function fire() { step(); }, 1); } start();',
    tree: drawn`
      start
        fire
          step`,
  },
  {
    name: 'an interval, each time',
    code: `function start() {
      let n = 0;
      const t = setInterval(function tick() { if (++n === 3) clearInterval(t); }, 1);
    }
    start();`,
    tree: drawn`
      start
        3x tick`,
  },
  {
    name: 'setImmediate',
    code: 'function start() { setImmediate(function fire() {}); } start();',
    tree: drawn`
      start
        fire`,
  },
  {
    name: 'process.nextTick',
    code: 'function start() { process.nextTick(function fire() {}); } start();',
    tree: drawn`
      start
        fire`,
  },
  {
    name: 'queueMicrotask',
    code: 'function start() { queueMicrotask(function fire() {}); } start();',
    tree: drawn`
      start
        fire`,
  },
  {
    name: 'microtasks that queue microtasks',
    code: `function third() {} function second() { queueMicrotask(third); } function first() { queueMicrotask(second); }
    function start() { queueMicrotask(first); }
    start();`,
    tree: drawn`
      start
        first
          second
            third`,
  },
  {
    name: 'timers within timers',
    code: `function start() {
      setTimeout(function a() { setTimeout(function b() { setImmediate(function c() {}); }, 1); }, 1);
    }
    start();`,
    tree: drawn`
      start
        a
          b
            c`,
  },
  {
    name: 'timers of two callers that cross',
    code: `function one() { setTimeout(function late() {}, 20); } function two() { setTimeout(function soon() {}, 1); }
    one(); two();`,
    tree: drawn`
      one
        late
      two
        soon`,
  },
  {
    name: 'one function by name in timers of two callers that cross',
    code: `function fire() {} function one() { setTimeout(fire, 20); } function two() { setTimeout(fire, 1); }
    one(); two();`,
    tree: drawn`
      one
        fire
      two
        fire`,
  },
  {
    name: 'a function that the caller made before it handed it over by name',
    code: `function start(ms) { function fire() { if (ms > 1) step(); } const step = () => {}; setTimeout(fire, ms); }
    start(20); start(1);`,
    tree: drawn`
      start
        fire
          step
      start
        fire`,
  },
  {
    name: 'a bound method in a timer',
    code: `class Job { constructor(ms) { setTimeout(this.fire.bind(this), ms); } fire() { this.step(); } step() {} }
    new Job(9); new Job(1);`,
    tree: drawn`
      2x constructor
        fire
          step`,
  },
  {
    name: 'a tick and an immediate by name, with arguments',
    code: `function got(n) { if (n > 0) process.nextTick(got, n - 1); else setImmediate(done); } function done() {}
    function start() { process.nextTick(got, 1); }
    start();`,
    tree: drawn`
      start
        got
          got
            done`,
  },
  {
    name: 'an interval by name that its own function ends',
    code: `let left = 2; let timer; function tick() { step(); if (--left === 0) clearInterval(timer); } function step() {}
    function start() { timer = setInterval(tick, 1); }
    start();`,
    tree: drawn`
      start
        2x tick
          step`,
  },
  {
    name: 'timers that are promises',
    code: `const { setTimeout: wait } = require('node:timers/promises'); function step() {}
    async function start(ms) { await wait(ms); step(); }
    start(9); start(1);`,
    tree: drawn`
      2x start
        step`,
  },
  {
    name: 'a timer that what started it has thrown after',
    code: `function inner() { throw 1; }
    function start() { try { inner(); } catch {} setTimeout(function fire() {}, 1); throw 2; }
    try { start(); } catch {}`,
    tree: drawn`
      start !
        inner !
        fire`,
  },
];
