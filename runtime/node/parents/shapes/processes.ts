import { drawn, type Shape } from '../shape.ts';

const QUICK = 'function quick() { setImmediate(later); } function later() {} quick();';
/** Answers each message, and leaves with the last. */
const ECHO = `function answer(x) { return x * 2; }
process.on('message', function got(m) { if (m === 'stop') process.disconnect(); else process.send(answer(m)); });`;

/** Processes of one run; `~` in a tree begins what another process has caused. */
export const processShapes: readonly Shape[] = [
  {
    name: 'a process that is spawned',
    files: { 'quick.cjs': QUICK },
    code: `const { spawn } = require('node:child_process'); function ended() {} function start() { spawn(process.execPath, ['quick.cjs']).on('close', ended); } start();`,
    tree: drawn`
      start
        ended
        ~quick
          later`,
  },
  {
    name: 'a process that somebody waits for',
    files: { 'quick.cjs': QUICK },
    code: `const { execFileSync, spawnSync, execSync } = require('node:child_process'); const node = process.execPath;
    function one() { execFileSync(node, ['quick.cjs']); } function two() { spawnSync(node, ['quick.cjs']); } function three() { execSync(JSON.stringify(node) + ' quick.cjs'); }
    one(); two(); three();`,
    tree: drawn`
      one
        ~quick
          later
      two
        ~quick
          later
      three
        ~quick
          later`,
  },
  {
    name: 'a process that a shell starts',
    files: { 'quick.cjs': QUICK },
    code: `const { exec } = require('node:child_process'); function ended() {} function start() { exec(JSON.stringify(process.execPath) + ' quick.cjs', ended); } start();`,
    tree: drawn`
      start
        ended
        ~quick
          later`,
  },
  {
    name: 'messages between a process and its child',
    files: { 'child.cjs': ECHO },
    code: `const { fork } = require('node:child_process'); const child = start(); function start() { return fork('./child.cjs'); } function use() {}
    function ask() { child.send(1); } child.on('message', (r) => { use(r); child.send('stop'); }); ask();`,
    tree: drawn`
      start
      ask
        ~got
          answer
          ~<anonymous>
            use
            ~got`,
  },
  {
    name: 'messages of structured clones between processes',
    files: { 'child.cjs': ECHO },
    code: `const { fork } = require('node:child_process'); const child = fork('./child.cjs', { serialization: 'advanced' }); function use() {}
    function ask() { child.send(1); } child.on('message', (r) => { use(r); child.send('stop'); }); ask();`,
    tree: drawn`
      ask
        ~got
          answer
          ~<anonymous>
            use
            ~got`,
  },
  {
    name: 'a question to a child and its answer, heard once',
    files: { 'child.cjs': ECHO },
    code: `const { fork } = require('node:child_process'); const { once } = require('node:events'); function use() {}
    async function ask(child) { child.send(1); const [r] = await once(child, 'message'); use(r); } async function main() { const child = fork('./child.cjs'); await ask(child); await ask(child); child.send('stop'); }
    main();`,
    tree: drawn`
      main
        2x ask
          use
          ~got
            answer
        ~got`,
  },
  {
    name: 'a child of a child',
    files: {
      'child.cjs': `const { fork } = require('node:child_process'); function middle() { fork('./quick.cjs'); } middle();`,
      'quick.cjs': QUICK,
    },
    code: `const { fork } = require('node:child_process'); function start() { fork('./child.cjs'); } start();`,
    tree: drawn`
      start
        ~middle
          ~quick
            later`,
  },
  {
    name: 'a child that starts another while it is loaded',
    files: { 'child.cjs': `require('node:child_process').fork('./quick.cjs');`, 'quick.cjs': QUICK },
    code: `const { fork } = require('node:child_process'); function start() { fork('./child.cjs'); } start();`,
    tree: drawn`
      start
        ~quick
          later`,
  },
  {
    name: 'a worker of a child',
    files: {
      'child.cjs': `const { Worker } = require('node:worker_threads'); function got() { new Worker('./quick.cjs'); process.disconnect(); } process.once('message', got);`,
      'quick.cjs': QUICK,
    },
    code: `const { fork } = require('node:child_process'); const child = fork('./child.cjs'); function ask() { child.send({ cmd: 'go' }); } ask();`,
    tree: drawn`
      ask
        ~got
          ~quick
            later`,
  },
  {
    name: "the workers of a cluster, beside Node's own messages",
    files: {
      'child.cjs': `const net = require('node:net'); function got(m) { answer(m); process.disconnect(); } function answer(m) { process.send(m); }
      process.on('message', got); net.createServer().listen(0, () => process.send('ready'));`,
    },
    code: `const cluster = require('node:cluster'); cluster.setupPrimary({ exec: './child.cjs' }); function use() {}
    function start() { return cluster.fork(); } function ask(worker) { worker.send(1); }
    const worker = start(); worker.on('message', (m) => { if (m === 'ready') ask(worker); else use(m); });`,
    tree: drawn`
      start
      <anonymous>
        ~<anonymous>
          ask
            ~got
              answer
                ~<anonymous>
                  use`,
  },
  {
    name: 'a message with a handle',
    files: {
      'child.cjs': `function got(m, server) { server.close(); step(); process.disconnect(); } function step() {} process.on('message', got);`,
    },
    code: `const { fork } = require('node:child_process'); const net = require('node:net'); const child = fork('./child.cjs');
    const server = net.createServer(); function give() { child.send('server', server); server.close(); } server.listen(0, give);`,
    tree: drawn`
      give
        ~got
          step`,
  },
  {
    name: 'a program that is not Node, between two that are',
    files: { 'quick.cjs': QUICK },
    code: `const { spawn } = require('node:child_process'); function start() { spawn('/bin/sh', ['-c', 'exec "$0" quick.cjs', process.execPath]); } start();`,
    tree: drawn`
      start
        ~quick
          later`,
  },
];
