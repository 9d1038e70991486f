import { drawn, type Shape } from '../shape.ts';

export const iterators: readonly Shape[] = [
  {
    name: 'an async iterator',
    code: `function step() {} async function* numbers() { for (let i = 0; i < 2; i++) { await null; yield i; } }
    async function start() { for await (const n of numbers()) step(n); }
    start();`,
    tree: drawn`
      start
        numbers
        2x step`,
  },
  {
    name: 'async generators that delegate',
    code: `function step() {} async function* inner() { yield 1; step(); yield 2; } async function* outer() { yield* inner(); }
    async function start() { for await (const n of outer()) await null; }
    start();`,
    tree: drawn`
      start
        outer
          inner
            step`,
  },
  {
    name: 'an async iterator that is left early',
    code: `function clean() {} function step() {}
    async function* numbers() { try { for (let i = 0; ; i++) yield i; } finally { clean(); } }
    async function start() { for await (const n of numbers()) { step(); if (n === 1) break; } }
    start();`,
    tree: drawn`
      start
        numbers
          clean
        2x step`,
  },
  {
    name: 'a loop that waits for promises one by one',
    code: `async function one() { await null; } function step() {}
    async function start() { for await (const n of [one(), one()]) step(); }
    start();`,
    tree: drawn`
      start
        2x one
        2x step`,
  },
  {
    name: 'a generator, whose body begins within who first takes from it',
    code: `function* source() { yield 1; yield 2; } function take(g) { return g.next().value; }
    function start() { const g = source(); take(g); take(g); take(g); }
    start();`,
    tree: drawn`
      start
        take
          source
        2x take`,
  },
  {
    name: 'a generator that drives promises',
    code: `function step() {} function* work() { yield Promise.resolve(); step(); yield Promise.resolve(); step(); }
    function run(g) { const turn = g.next(); if (!turn.done) turn.value.then(function again() { run(g); }); }
    function start() { run(work()); }
    start();`,
    tree: drawn`
      start
        run
          work
            2x step
          again
            run
              again
                run`,
  },
  {
    name: 'events as an async iterator',
    code: `const { EventEmitter, on } = require('node:events'); const e = new EventEmitter(); function step() {}
    async function start() { for await (const [n] of on(e, 'tick')) { step(); if (n === 1) break; } }
    function tell() { e.emit('tick', 0); e.emit('tick', 1); }
    start(); tell();`,
    tree: drawn`
      start
        2x step
      tell`,
  },
  {
    name: 'the lines of a stream',
    code: `const { createInterface } = require('node:readline'); const { Readable } = require('node:stream'); function step() {}
    async function start() { for await (const line of createInterface({ input: Readable.from(['a\\nb\\n']) })) step(line); }
    start();`,
    tree: drawn`
      start
        2x step`,
  },
];
