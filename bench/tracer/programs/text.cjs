// Preloaded where files have the tracer's text already: a recorder that is never asked, because every call is only counted.
const Module = require('node:module');
const MAX_FUNCTIONS = 1 << 18;
const NEVER = 2 ** 31 - 1;

const gate = new Int32Array(1 + MAX_FUNCTIONS).fill(NEVER);
gate[0] = 1;
const nothing = () => 0;
const handle = new Proxy(
  {
    T: gate,
    N: Object.freeze({ __proto__: null }),
    D: Object.freeze({ __proto__: null }),
    // What is evaluated for all calls, recorded or not, gives its value back.
    U: (value) => value,
    H: (value) => value,
    W: (value) => value,
    K: (value) => value,
    Re: (value) => value,
    Oc: (value) => value,
    Oe: (value) => value,
    Or: (value) => value,
    Os: (_begun, value) => value,
    Ya: (value) => value,
    Ys: (value) => value,
    Yf: (value) => value,
    On: () => [],
    M: (known) => known,
    Ci: () => 1,
  },
  { get: (known, name) => known[name] ?? nothing },
);
Object.defineProperty(Module, '$callscape', { value: handle });
