// A unit: a source is parsed and printed again; argv[2] names the source.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { measure } = require('../phases.cjs');
const acorn = require('./acorn.js');
const escodegen = require('./escodegen.js');
const source = readFileSync(join(__dirname, process.argv[2]), 'utf8');
measure(() => {
  escodegen.generate(acorn.parse(source, { ecmaVersion: 2020 }));
});
