// A unit: argv[2] chains of three async functions with an await in each.
const { measure } = require('../phases.cjs');
const { top } = require('./chain.cjs');
const chains = Number(process.argv[2]);
measure(async () => {
  for (let i = 0; i < chains; i++) await top(i);
});
