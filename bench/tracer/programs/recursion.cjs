// Runs fib(n) over two modules for a while and prints how long one call took; argv: variant, n.
const variant = process.argv[2];
const n = Number(process.argv[3]);
const { fib } = require(variant === 'plain' ? './fib.cjs' : `./fib-${variant}.cjs`);
// fib makes 2 F(n+1) - 1 calls of itself and F(n+1) - 1 of add.
const calls = 3 * fibonacci(n + 1) - 2;

function fibonacci(index) {
  let [a, b] = [0, 1];
  for (let i = 0; i < index; i++) [a, b] = [b, a + b];
  return a;
}

const MIN_NS = 300e6;
let rounds = 0;
let spent = 0;
fib(n);
const start = process.hrtime.bigint();
while (spent < MIN_NS) {
  fib(n);
  rounds++;
  spent = Number(process.hrtime.bigint() - start);
}
console.log(JSON.stringify({ nsPerCall: spent / (rounds * calls), calls: (rounds + 1) * calls }));
