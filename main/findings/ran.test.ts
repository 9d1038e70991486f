import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext, identityKey, type OtherRun } from './context.ts';
import { rule } from './rules/dead-code.ts';

const FILES = {
  'package.json': '{ "main": "main.js" }',
  'main.js': "import './used.js';\n",
  'used.js': 'export class Started {\n  go() {}\n}\nexport class Idle {\n  go() {}\n}\n',
  'plugins/found.js':
    'export class Plugin {\n  start() {}\n}\nexport function never() {}\nexport class Other {\n  stop() {}\n}\n',
};

async function dead(...runs: OtherRun[]) {
  const folder = await projectFolder(FILES);
  const code = await analyseCode(folder, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const context = createContext(code, defaultConfig, null, runs);
  return [...rule.find(context)].map(({ file, message }) => `${file}: ${message}`);
}

const taken = (file: string, name: string, line: number, calls: number): OtherRun => ({
  isEarlier: true,
  taken: new Map([[identityKey(file, name, line), { calls, selfNs: 0 }]]),
});
const UNUSED = [
  'used.js: Started is exported and used nowhere',
  'used.js: Idle is exported and used nowhere',
];
const UNLOADED = ['Plugin', 'never', 'Other'].map(
  (name) => `plugins/found.js: ${name} is in a file that nothing loads`,
);

it('holds nothing of a file for dead that a run has loaded, by whatever means', async () => {
  expect(await dead()).toEqual([...UNLOADED, ...UNUSED]);
  expect(await dead(taken('plugins/found.js', 'Plugin.start', 2, 0))).toEqual(UNUSED);
});

it('holds no class for dead of which a run has called a method', async () => {
  expect(await dead(taken('used.js', 'Started.go', 2, 3))).toEqual([...UNLOADED, ...UNUSED.slice(1)]);
});
