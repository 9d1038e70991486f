// Parses the files that it is given with acorn, in a process that has done nothing else.
const { readFileSync } = require('node:fs');
const acorn = require(process.argv[2]);
const texts = process.argv.slice(3).map((file) => readFileSync(file, 'utf8'));
const cpu = process.cpuUsage();
const start = performance.now();
for (const text of texts) acorn.parse(text, { ecmaVersion: 'latest', allowReturnOutsideFunction: true });
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpu: (user + system) / 1e3, wall }));
