import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext } from './context.ts';
import { rule } from './rules/not-in-source.ts';
import type { RunFacts } from './run-facts/types.ts';

/** What is said of a run, drawn as its merged call tree, of a project of one file. */
async function said(drawing: string): Promise<string[]> {
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': 'export class Shop {\n  sell() { return eval(text); }\n}\nexport const pay = () => 1;\n',
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const run = { run: 'r', table: drawnRun(drawing).functions } as unknown as RunFacts;
  return [...rule.find(createContext(code, defaultConfig, run, []))].map(
    ({ file, place, message, confidence, evidence }) =>
      `${file}:${place.line} ${message}, ${confidence}; ${evidence.map(({ text }) => text).join(' ')}`,
  );
}

const made =
  'The file is part of the project and defines none of that name: text became code while the program ran, or the file was another one then.';
const gone = 'The project has no such file: a loader made it while the program ran, or it was there then.';
const elsewhere =
  'The file is outside of the project, or in a folder that tools write, which is not analysed.';

it('says nothing of what the source defines, of what never ran, and of packages', async () => {
  const run = 'Shop.sell a.js:2 3x 10ns\nlost a.js:9 0x 0ns\ng node_modules/b/b.js:1 1x 1ns';
  expect(await said(run)).toEqual([]);
  expect(await said(`${run}\n<anonymous> made.js:1 1x 1ns`)).toEqual([]);
});

it('tells code that was made while the program ran, and what most of its calls are', async () => {
  expect(await said('Shop.sell a.js:2 1x 90ns\n  price a.js:7 2x 10ns\n  Rule.apply a.js:8 5x 20ns')).toEqual(
    [
      `a.js:8 Rule.apply and 1 more of the file ran, and the source does not define them, high; ${made} Rule.apply on line 8 was called 5 times. price on line 7 was called 2 times.`,
    ],
  );
});

it('tells files that the project does not have, and those that it does not analyse', async () => {
  expect(
    await said('view views/cart.eta:1 1x 9ns\nstart dist/main.js:4 1x 9ns\nlog /opt/log.js:1 1x 9ns'),
  ).toEqual([
    `/opt/log.js:1 log ran, and the source does not define it, low; ${elsewhere} log on line 1 was called 1 time.`,
    `dist/main.js:4 start ran, and the source does not define it, low; ${elsewhere} start on line 4 was called 1 time.`,
    `views/cart.eta:1 view ran, and the source does not define it, medium; ${gone} view on line 1 was called 1 time.`,
  ]);
});

it('takes what stands on another line for changed source, and is less sure of the rest of the file', async () => {
  expect(await said('pay a.js:2 1x 9ns')).toEqual([]);
  expect(await said('pay a.js:2 1x 9ns\nold a.js:30 1x 9ns')).toEqual([
    `a.js:30 old ran, and the source does not define it, low; ${made} old on line 30 was called 1 time.`,
  ]);
});
