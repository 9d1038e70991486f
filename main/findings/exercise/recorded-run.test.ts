import { expect, it } from 'vitest';
import type { Analysis } from '#contract';
import { commandLineIn } from '../../testing/command-line.ts';
import { projectFolder } from '../../testing/folder.ts';

/** The constructor takes what nobody could guess, and each method once ended well. */
const files = {
  'package.json': { name: 'p', private: true, main: 'run.js' },
  '.env.tracing': 'TRACING_LEVEL=2\nTRACING_CAPTURE_THIS=true\n',
  'till.js': [
    'class Till {',
    '  constructor(key) {',
    "    if (key !== 'sesame') throw new Error('closed');",
    '    this.coins = [5, 10];',
    '  }',
    '  sum(more) { return this.coins.concat(more).reduce((a, b) => a + b); }',
    '  label(prefix) { return prefix + process.env.SHOP_NAME.trim() + this.coins.length; }',
    '  with(other) { this.other = new Map(); return this.held(other); }',
    '  held(other) { return this.other.size + other; }',
    '}',
    'exports.Till = Till;',
  ].join('\n'),
  'run.js': [
    "const { Till } = require('./till.js');",
    "process.env.SHOP_NAME = 'Corner';",
    "const till = new Till('sesame');",
    "till.sum([1]); till.label('#'); till.with(1);",
  ].join('\n'),
};

it('calls methods on the this of a run with its arguments, and repeats no call whose this the run did not hold whole', async () => {
  const { callscape } = commandLineIn(await projectFolder(files));
  const ran = await callscape('run', '--', 'node', 'run.js');
  expect(ran).toMatchObject({ code: 0 });
  const { stdout } = await callscape('analyze', '--run', 'latest', '--exercise', '--format', 'json');
  const outcomes = (JSON.parse(stdout) as Analysis).exercise?.outcomes ?? [];
  const of = (name: string) => outcomes.find(({ function: fn }) => fn.name === `Till.${name}`);
  expect(of('sum')).toMatchObject({ result: 'works' });
  expect(of('label')).toMatchObject({
    result: 'throws',
    source: 'recorded',
    input: '"#"',
    reproduction:
      'Object.assign(Object.create(require("./till.js").Till.prototype), {"coins":[5,10]}).label("#")',
  });
  // A map is no field that could be made again, so the call of the run is not repeated on another object.
  expect(of('held')).toMatchObject({ result: 'throws', source: 'generated' });
}, 60_000);
