// A unit: fib of argv[2] over two modules.
const { measure } = require('../phases.cjs');
const { fib } = require('./fib.cjs');
const n = Number(process.argv[2]);
measure(() => {
  fib(n);
});
