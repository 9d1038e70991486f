const { add } = require('./add.cjs');
exports.fib = fib;
function fib(n) {
  return n < 2 ? n : add(fib(n - 1), fib(n - 2));
}
