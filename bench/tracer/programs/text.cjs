// Preloaded where files have the tracer's text already: a recorder that is never asked, because every call is only counted; with
// BENCH_TEXT_ASKED=n it is asked by the first n calls of each function, and records nothing.
const Module = require('node:module');
const MAX_FUNCTIONS = 1 << 18;
const NEVER = 2 ** 31 - 1;

const ASKED = Number(process.env.BENCH_TEXT_ASKED ?? 0);

const gate = new Int32Array(1 + MAX_FUNCTIONS).fill(ASKED > 0 ? 0 : NEVER);
gate[0] = 1;
const nothing = () => 0;
const asked = new Int32Array(1 + MAX_FUNCTIONS);

/** As the tracer asks its recorder: through a call of which the compiler does not know whom it reaches. */
function aside(call) {
  const place = [call];
  return (a, b, c) => {
    const held = place[0];
    return held(a, b, c);
  };
}
for (let i = 0; i < 256; i++) for (const call of [(a) => a + i, (a) => a - i]) aside(call)(i);

/** What `$csr` is: 2 while the call has a span with values. */
const begin = aside((id) => {
  if (++asked[id] > ASKED) gate[1 + id] = NEVER;
  return 2;
});
const told = ASKED > 0 ? aside(nothing) : nothing;
// Around calls from level 3 on, as in the tracer: what the compiler can make part of any function, and a call where something is recorded.
let depth = 0;
function callBegins(last, id, detail, own) {
  if (detail > 1) told(id, own);
  return last;
}
function callEnds(result, own) {
  if (depth > own) told(own);
  return result;
}
// So that the compiler does not take it for a constant.
for (let i = 0; i < 2; i++) depth = i;
depth = 0;
const handle = new Proxy(
  {
    T: gate,
    ...(ASKED > 0 ? { E: begin, C: begin, Ca: begin, Cb: begin } : {}),
    N: Object.freeze({ __proto__: null }),
    D: Object.freeze({ __proto__: null }),
    // What is evaluated for all calls, recorded or not, gives its value back.
    U: (value) => value,
    H: (value) => value,
    W: (value) => value,
    K: (value) => value,
    Re: (value) => value,
    Oc: callBegins,
    Oe: callEnds,
    Od: () => depth,
    Oz: (own) => {
      if (depth > own) told(own);
    },
    Or: (value) => value,
    Os: (_begun, value) => value,
    Ya: (value) => value,
    Ys: (value) => value,
    Yf: (value) => value,
    On: () => [],
    M: (known) => known,
    Ci: () => 1,
  },
  { get: (known, name) => known[name] ?? told },
);
Object.defineProperty(Module, '$callscape', { value: handle });
