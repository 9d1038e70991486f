// A parser that reads its own source for a while, as the app's own code; prints how long one reading took.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const acorn = require('./acorn.js');

const source = readFileSync(join(__dirname, 'acorn.js'), 'utf8');
const MIN_NS = 1000e6;
const read = () => acorn.parse(source, { ecmaVersion: 'latest' });
read();
let rounds = 0;
let spent = 0;
const start = process.hrtime.bigint();
while (spent < MIN_NS) {
  read();
  rounds++;
  spent = Number(process.hrtime.bigint() - start);
}
console.log(JSON.stringify({ nsPerRound: spent / rounds, rounds: rounds + 1 }));
