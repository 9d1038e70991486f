// The floor of a tracer that times every call: two clock reads a call, and nothing else.
const { performance } = require('node:perf_hooks');
let sum = 0;
function add(a, b) {
  const start = performance.now();
  try {
    return a + b;
  } finally {
    sum += performance.now() - start;
  }
}
exports.fib = function fib(n) {
  const start = performance.now();
  try {
    return n < 2 ? n : add(fib(n - 1), fib(n - 2));
  } finally {
    sum += performance.now() - start;
  }
};
exports.total = () => sum;
