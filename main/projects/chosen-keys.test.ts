import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/folder.ts';
import { openChosenKeys } from './chosen-keys.ts';

it('keys that were chosen are there next time, until they are given up', async () => {
  const dir = temporaryFolder();
  expect(await openChosenKeys(dir).read()).toEqual({});
  await openChosenKeys(dir).choose({ 'run.start': ['F9'], 'timeline.fit': [] });
  expect(await openChosenKeys(dir).read()).toEqual({ 'run.start': ['F9'], 'timeline.fit': [] });
  expect(await openChosenKeys(dir).choose({ 'run.start': null })).toEqual({ 'timeline.fit': [] });
});

it('keys in a file of version 1 are read, and a file that is none of ours is kept beside', async () => {
  const dir = temporaryFolder();
  const file = join(dir, 'keys.json');
  writeFileSync(file, '{ "version": 1, "keys": { "replay.into": ["J", "F11"] } }');
  expect(await openChosenKeys(dir).read()).toEqual({ 'replay.into': ['J', 'F11'] });
  writeFileSync(file, '{ "version": 9 }');
  expect(await openChosenKeys(dir).read()).toEqual({});
  await openChosenKeys(dir).choose({ 'replay.into': ['K'] });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, keys: { 'replay.into': ['K'] } });
});
