import { drawn, type Shape } from '../shape.ts';

/** Answers each message, until it is told to stop. */
const ECHO = `const { parentPort } = require('node:worker_threads');
function answer(x) { return x * 2; }
parentPort.on('message', function got(m) { if (m === 'stop') parentPort.close(); else parentPort.postMessage(answer(m)); });`;

/** Threads of one process; \`~\` in a tree begins what another thread has caused. */
export const threadShapes: readonly Shape[] = [
  {
    name: 'a worker that is started',
    files: { 'worker.cjs': `function init() { setTimeout(later, 1); } function later() {} init();` },
    code: `const { Worker } = require('node:worker_threads'); function start() { new Worker('./worker.cjs'); } start();`,
    tree: drawn`
      start
        ~init
          later`,
  },
  {
    name: 'a worker that is an ES module and waits while it is loaded',
    files: {
      'worker.mjs': `import { setTimeout } from 'node:timers/promises'; function init() {} await setTimeout(1); init();`,
    },
    code: `const { Worker } = require('node:worker_threads'); function start() { new Worker('./worker.mjs'); } start();`,
    tree: drawn`
      start
        ~init`,
  },
  {
    name: 'a worker from a text, whose own functions are not traced',
    files: { 'step.cjs': 'exports.step = function step() {};' },
    code: `const { Worker } = require('node:worker_threads');
    function start() { new Worker("require('./step.cjs').step()", { eval: true }); } start();`,
    tree: drawn`
      start
        ~step`,
  },
  {
    name: 'a question to a worker and its answer, heard once',
    files: { 'worker.cjs': ECHO },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); function use() {}
    function ask() { worker.once('message', function reply(r) { use(r); worker.postMessage('stop'); }); worker.postMessage(1); }
    ask();`,
    tree: drawn`
      ask
        reply
          use
          ~got
        ~got
          answer`,
  },
  {
    name: 'answers to a listener of whoever has started the worker',
    files: { 'worker.cjs': ECHO },
    code: `const { Worker } = require('node:worker_threads'); const worker = begin(); let open = 2;
    function begin() { const worker = new Worker('./worker.cjs'); worker.on('message', function heard() { if (--open === 0) worker.postMessage('stop'); }); return worker; }
    function one() { worker.postMessage(1); } function two() { worker.postMessage(2); }
    one(); two();`,
    tree: drawn`
      begin
      one
        ~got
          answer
          ~heard
      two
        ~got
          answer
          ~heard
            ~got`,
  },
  {
    name: 'callers that ask at the same time',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); const { setTimeout: wait } = require('node:timers/promises');
      function work() {} async function got({ id, ms }) { await wait(ms); work(); parentPort.postMessage(id); if (id === 'slow') parentPort.close(); }
      parentPort.on('message', got);`,
    },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); const waiting = new Map();
    worker.on('message', function settle(id) { waiting.get(id)(); });
    function ask(id, ms) { return new Promise((resolve) => { waiting.set(id, resolve); worker.postMessage({ id, ms }); }); }
    async function slow() { await ask('slow', 60); after(); } async function fast() { await ask('fast', 5); after(); } function after() {}
    slow(); fast();`,
    tree: drawn`
      slow
        ask
          <anonymous>
            ~got
              work
              ~settle
        after
      fast
        ask
          <anonymous>
            ~got
              work
              ~settle
        after`,
  },
  {
    name: 'what a worker does later for who has asked',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); const fs = require('node:fs/promises');
      function later() { parentPort.postMessage(1); } function step() {}
      parentPort.once('message', async function got() { await null; step(); fs.stat('.').then(function known() { setTimeout(later, 1); }); });`,
    },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); worker.on('message', function heard() {});
    function ask() { worker.postMessage(1); } ask();`,
    tree: drawn`
      ask
        ~got
          step
          known
            later
              ~heard`,
  },
  {
    name: 'a listener in the property onmessage',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); parentPort.onmessage = function got({ data }) { step(data); parentPort.close(); }; function step() {}`,
    },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); function ask() { worker.postMessage(1); } ask();`,
    tree: drawn`
      ask
        ~got
          step`,
  },
  {
    name: 'a channel whose port is handed over',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); function work(x) { return x; }
      parentPort.once('message', function got({ port }) { port.once('message', function asked(x) { port.postMessage(work(x)); port.close(); }); });`,
    },
    code: `const { Worker, MessageChannel } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); const { port1, port2 } = new MessageChannel();
    function give() { worker.postMessage({ port: port2 }, [port2]); } function ask() { port1.postMessage(1); }
    port1.on('message', function heard() {}); give(); ask();`,
    tree: drawn`
      give
        ~got
          asked
            work
            ~heard
      ask`,
  },
  {
    name: 'a channel whose port is handed over, with a listener of its own',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); function work(x) { return x; } let port;
      const asked = (x) => { port.postMessage(work(x)); port.close(); };
      parentPort.once('message', function got(m) { ({ port } = m); port.on('message', asked); });`,
    },
    code: `const { Worker, MessageChannel } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); const { port1, port2 } = new MessageChannel();
    function give() { worker.postMessage({ port: port2 }, { transfer: [port2] }); } function ask() { port1.postMessage(1); }
    port1.on('message', function heard() {}); give(); setTimeout(ask, 100);`,
    tree: drawn`
      give
        ~got
      ask
        ~asked
          work
          ~heard`,
  },
  {
    name: 'a port among the data of a worker',
    files: {
      'worker.cjs': `const { workerData } = require('node:worker_threads'); const { port } = workerData.list[0];
      port.on('message', (m) => { work(m); port.close(); }); function work() {}`,
    },
    code: `const { Worker, MessageChannel } = require('node:worker_threads'); const { port1, port2 } = new MessageChannel();
    new Worker('./worker.cjs', { workerData: { name: 'x', list: [{ port: port2 }] }, transferList: [port2] });
    function ask() { port1.postMessage(1); } ask();`,
    tree: drawn`
      ask
        ~<anonymous>
          work`,
  },
  {
    name: 'two ports in one message',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); function first() {} function second() {}
      parentPort.once('message', ([a, b]) => { a.on('message', () => { first(); a.close(); }); b.on('message', () => { second(); b.close(); }); });`,
    },
    code: `const { Worker, MessageChannel } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); const one = new MessageChannel(); const two = new MessageChannel();
    worker.postMessage([one.port2, two.port2], [one.port2, two.port2]);
    function ask() { one.port1.postMessage(1); } function other() { two.port1.postMessage(2); } setTimeout(ask, 100); setTimeout(other, 110);`,
    tree: drawn`
      ask
        ~<anonymous>
          first
      other
        ~<anonymous>
          second
      <anonymous>`,
  },
  {
    name: 'a channel within one thread',
    code: `const { port1, port2 } = new MessageChannel(); function step() {} port2.onmessage = () => { step(); port2.close(); };
    function ask() { port1.postMessage(1); } ask();`,
    tree: drawn`
      ask
        ~onmessage
          step`,
  },
  {
    name: 'messages that are fetched, between those that come',
    code: `const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads'); const { port1, port2 } = new MessageChannel(); function step() {}
    function first() { port1.postMessage(1); } function second() { port1.postMessage(2); }
    first(); receiveMessageOnPort(port2); receiveMessageOnPort(port2); second(); port2.on('message', () => { step(); port2.close(); });`,
    tree: drawn`
      first
      second
        ~<anonymous>
          step`,
  },
  {
    name: 'a message that cannot be cloned, and the next one',
    files: { 'worker.cjs': ECHO },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); worker.on('message', () => worker.postMessage('stop'));
    function wrong() { try { worker.postMessage(() => {}); } catch {} } function right() { worker.postMessage(1); }
    wrong(); right();`,
    tree: drawn`
      wrong
      right
        ~got
          answer
          ~<anonymous>
            ~got`,
  },
  {
    name: 'a message of nobody',
    files: { 'worker.cjs': ECHO },
    code: `const { Worker } = require('node:worker_threads'); const worker = new Worker('./worker.cjs'); worker.postMessage(1); worker.postMessage('stop');`,
    tree: drawn`
      got
        answer
      got`,
  },
  {
    name: 'a worker that starts another, which speaks to the first thread',
    files: {
      'one.cjs': `const { Worker, workerData } = require('node:worker_threads'); function relay() { new Worker('./two.cjs', { workerData, transferList: [workerData.port] }); } relay();`,
      'two.cjs': `const { port } = require('node:worker_threads').workerData; function tell() { port.postMessage(1); port.close(); } tell();`,
    },
    code: `const { Worker, MessageChannel } = require('node:worker_threads'); const { port1, port2 } = new MessageChannel(); function use() {}
    function start() { new Worker('./one.cjs', { workerData: { port: port2 }, transferList: [port2] }); } start(); port1.on('message', () => { use(); });`,
    tree: drawn`
      start
        ~relay
          ~tell
            ~<anonymous>
              use`,
  },
  {
    name: 'a pool of workers with a queue',
    files: {
      'worker.cjs': `const { parentPort } = require('node:worker_threads'); function work(x) { return x; } parentPort.on('message', (m) => { if (m === null) parentPort.close(); else parentPort.postMessage(work(m)); });`,
    },
    code: `const { Worker } = require('node:worker_threads'); const { AsyncResource } = require('node:async_hooks'); const queue = []; let idle = [];
    function task(x, done) { return Object.assign(new AsyncResource('Task'), { x, done }); }
    function add() { const worker = new Worker('./worker.cjs'); worker.on('message', (r) => { const { task } = worker; worker.task = null; task.runInAsyncScope(task.done, null, r); idle.push(worker); next(); }); idle.push(worker); }
    function next() { if (!queue.length || !idle.length) return; const worker = idle.pop(); worker.task = queue.shift(); worker.task.runInAsyncScope(() => worker.postMessage(worker.task.x)); }
    function run(x) { return new Promise((done) => { queue.push(task(x, done)); next(); }); }
    async function one() { await run(1); after(); } async function two() { await run(2); after(); } function after() {}
    add(); Promise.all([one(), two()]).then(() => { for (const worker of idle) worker.postMessage(null); });`,
    tree: drawn`
      add
      one
        run
          <anonymous>
            task
            next
              <anonymous>
                ~<anonymous>
                  work
                  ~<anonymous>
                    next
                      <anonymous>
                        ~<anonymous>
                          work
                          ~<anonymous>
                            next
        after
      two
        run
          <anonymous>
            task
            next
        after
      <anonymous>
        ~<anonymous>`,
  },
];
