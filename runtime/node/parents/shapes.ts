/** An asynchronous program and the call tree that it must give, drawn as `treeText` draws it, with plain names. */
export interface Shape {
  readonly name: string;
  readonly code: string;
  readonly tree: string;
}

const step = 'function step() {}';

export const SHAPES: readonly Shape[] = [
  {
    name: 'a timer',
    code: `${step} function start() { setTimeout(function fire() { step(); }, 1); } start();`,
    tree: 'start\n  fire\n    step\n',
  },
  {
    name: 'an interval, each time',
    code: 'function start() { let n = 0; const t = setInterval(function tick() { if (++n === 3) clearInterval(t); }, 1); } start();',
    tree: 'start\n  3x tick\n',
  },
  {
    name: 'setImmediate',
    code: 'function start() { setImmediate(function fire() {}); } start();',
    tree: 'start\n  fire\n',
  },
  {
    name: 'process.nextTick',
    code: 'function start() { process.nextTick(function fire() {}); } start();',
    tree: 'start\n  fire\n',
  },
  {
    name: 'queueMicrotask',
    code: 'function start() { queueMicrotask(function fire() {}); } start();',
    tree: 'start\n  fire\n',
  },
  {
    name: 'timers within timers',
    code: 'function start() { setTimeout(function a() { setTimeout(function b() { setImmediate(function c() {}); }, 1); }, 1); } start();',
    tree: 'start\n  a\n    b\n      c\n',
  },
  {
    name: 'timers of two callers that cross',
    code: 'function one() { setTimeout(function late() {}, 20); } function two() { setTimeout(function soon() {}, 1); } one(); two();',
    tree: 'one\n  late\ntwo\n  soon\n',
  },
  {
    name: 'a promise chain',
    code: 'function start() { Promise.resolve(1).then(function a() {}).then(function b() {}).finally(function c() {}); } start();',
    tree: 'start\n  a\n  b\n  c\n',
  },
  {
    name: 'a promise that fails',
    code: 'function start() { Promise.reject(1).then(function no() {}).catch(function seen() {}); } start();',
    tree: 'start\n  seen\n',
  },
  {
    name: 'both callbacks of then',
    code: 'function start(p) { p.then(function good() {}, function bad() {}); } start(Promise.resolve()); start(Promise.reject());',
    tree: 'start\n  good\nstart\n  bad\n',
  },
  {
    name: 'an async callback of then',
    code: `async function step() { await null; } function start() { Promise.resolve().then(async function a() { await step(); await step(); }); } start();`,
    tree: 'start\n  a\n    2x step\n',
  },
  {
    name: 'arrows with expression bodies',
    code: `${step} const start = () => Promise.resolve().then(() => step()); start();`,
    tree: 'start\n  <anonymous>\n    step\n',
  },
  {
    name: 'a timer of an async function after an await',
    code: 'async function start() { await null; setTimeout(function fire() {}, 1); await null; } start();',
    tree: 'start\n  fire\n',
  },
  {
    name: 'a timer that an async function waits for',
    code: `${step} async function start() { await new Promise(function wait(done) { setTimeout(function fire() { done(); }, 1); }); step(); } start();`,
    tree: 'start\n  wait\n    fire\n  step\n',
  },
  {
    name: 'Promise.all',
    code: `async function one(n) { await null; if (n) await null; } async function start() { await Promise.all([one(0), one(1), one(2)]); } start();`,
    tree: 'start\n  3x one\n',
  },
  {
    name: 'Promise.race with timers',
    code: 'function wait(ms) { return new Promise(function begin(done) { setTimeout(function fire() { done(ms); }, ms); }); } async function start() { await Promise.race([wait(1), wait(5)]); } start();',
    tree: 'start\n  2x wait\n    begin\n      fire\n',
  },
  {
    name: 'allSettled with an error',
    code: 'async function fails() { await null; throw 1; } async function works() { await null; } async function start() { await Promise.allSettled([fails(), works()]); } start();',
    tree: 'start\n  fails !\n  works\n',
  },
  {
    name: 'an async iterator',
    code: `${step} async function* numbers() { for (let i = 0; i < 2; i++) { await null; yield i; } } async function start() { for await (const n of numbers()) step(n); } start();`,
    tree: 'start\n  numbers\n  2x step\n',
  },
  {
    name: 'a generator, whose body begins within who first takes from it',
    code: 'function* source() { yield 1; yield 2; } function take(g) { return g.next().value; } function start() { const g = source(); take(g); take(g); take(g); } start();',
    tree: 'start\n  take\n    source\n  2x take\n',
  },
  {
    name: 'an emitter, below who emits',
    code: `const { EventEmitter } = require('node:events'); const e = new EventEmitter(); function listen() { e.on('data', function heard() {}); } function tell() { e.emit('data'); } listen(); tell();`,
    tree: 'listen\ntell\n  heard\n',
  },
  {
    name: 'an event that is waited for once, below who emits',
    code: `const { EventEmitter } = require('node:events'); const e = new EventEmitter(); function listen() { e.once('ready', function heard() {}); } listen(); setTimeout(() => e.emit('ready'), 1);`,
    tree: 'listen\n<anonymous>\n  heard\n',
  },
  {
    name: 'a file that is read',
    code: `const fs = require('node:fs'); function start() { fs.readFile(__filename, function got() { fs.stat(__filename, function known() {}); }); } start();`,
    tree: 'start\n  got\n    known\n',
  },
  {
    name: 'a stream that is read to its end',
    code: `const { Readable } = require('node:stream'); function start() { const s = Readable.from(['a', 'b']); s.on('data', function chunk() {}); s.on('end', function ended() {}); } start();`,
    tree: 'start\n  2x chunk\n  ended\n',
  },
  {
    name: 'a pipeline',
    code: `const { pipeline, Readable, PassThrough } = require('node:stream'); function start() { pipeline(Readable.from(['a']), new PassThrough(), function finished() {}); } start();`,
    tree: 'start\n  finished\n',
  },
  {
    name: 'a callback that runs at once',
    code: 'const later = { then(f) { f(); } }; function start() { later.then(function now() {}); } start();',
    tree: 'start\n  then\n    now\n',
  },
  {
    name: 'a caller that has thrown',
    code: 'function inner() { throw 1; } function start() { try { inner(); } catch {} setTimeout(function fire() {}, 1); throw 2; } try { start(); } catch {}',
    tree: 'start !\n  inner !\n  fire\n',
  },
];
