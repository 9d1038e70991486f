import { drawn, type Shape } from '../shape.ts';

const emitter = "const { EventEmitter, once } = require('node:events'); const e = new EventEmitter();";

export const events: readonly Shape[] = [
  {
    name: 'an emitter, below who emits',
    code: `${emitter} function listen() { e.on('data', function heard() {}); } function tell() { e.emit('data'); }
    listen(); tell();`,
    tree: drawn`
      listen
      tell
        heard`,
  },
  {
    name: 'a listener by name, below who emits',
    code: `${emitter} function heard() { step(); } function step() {} function listen() { e.on('ready', heard); }
    function tell() { e.emit('ready'); }
    listen(); tell();`,
    tree: drawn`
      listen
      tell
        heard
          step`,
  },
  {
    name: 'an event that is waited for once, below who emits',
    code: `${emitter} function listen() { e.once('ready', function heard() {}); }
    listen(); setTimeout(() => e.emit('ready'), 1);`,
    tree: drawn`
      listen
      <anonymous>
        heard`,
  },
  {
    name: 'an event that is emitted later, below who asked for that',
    code: `${emitter} e.on('ready', heard); function heard() {} function start() { setTimeout(() => e.emit('ready'), 1); }
    start();`,
    tree: drawn`
      start
        <anonymous>
          heard`,
  },
  {
    name: 'an event that a library emits later, below who asked for that',
    code: `${emitter} e.on('ready', heard); function heard() {}
    function start() { setTimeout(e.emit.bind(e), 1, 'ready'); }
    start();`,
    tree: drawn`
      start
        heard`,
  },
  {
    name: 'a promise of an event',
    code: `${emitter} function step() {} async function start() { await once(e, 'ready'); step(); }
    start(); function tell() { e.emit('ready'); } tell();`,
    tree: drawn`
      start
        step
      tell`,
  },
  {
    name: 'an EventTarget, below who dispatches',
    code: `const target = new EventTarget(); function heard() {}
    function listen() { target.addEventListener('ready', heard); } function tell() { target.dispatchEvent(new Event('ready')); }
    listen(); tell();`,
    tree: drawn`
      listen
      tell
        heard`,
  },
  {
    name: 'an AbortSignal, below who aborts',
    code: `const control = new AbortController(); function stop() {}
    function listen() { control.signal.addEventListener('abort', stop); } function cancel() { control.abort(); }
    listen(); cancel();`,
    tree: drawn`
      listen
      cancel
        stop`,
  },
  {
    name: 'an AbortSignal that times out, below who made it',
    code: `function stop() {}
    function start() { const s = AbortSignal.timeout(5); s.addEventListener('abort', stop); setTimeout(() => s, 30); }
    start();`,
    tree: drawn`
      start
        stop
        <anonymous>`,
  },
  {
    name: 'a diagnostics channel, below who publishes',
    code: `const { channel, subscribe } = require('node:diagnostics_channel'); function seen() {}
    function listen() { subscribe('app', seen); } function tell() { channel('app').publish({}); }
    listen(); tell();`,
    tree: drawn`
      listen
      tell
        seen`,
  },
  {
    name: 'a finalizer, which nobody asked for now',
    options: ['--expose-gc'],
    files: {
      'node_modules/collect/index.js': `module.exports = (isDone) => {
        let left = 50;
        const t = setInterval(() => { if (isDone.done || --left === 0) clearInterval(t); else global.gc(); }, 2);
      };`,
    },
    code: `const state = { done: false }; function gone() { state.done = true; } let registry; globalThis.keep = () => registry;
    function start() { registry = new FinalizationRegistry(gone); make(); } function make() { registry.register({}, 1); }
    start(); require('collect')(state);`,
    tree: drawn`
      start
        make
      gone`,
  },
];
