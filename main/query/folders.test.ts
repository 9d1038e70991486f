import { expect, it } from 'vitest';
import { folderOf, foldersOf } from './folders.ts';

it.each([
  ['src/cart/total.js', 'src/cart'],
  ['main.js', '.'],
  ['/usr/lib/python3.12/json/decoder.py', '/usr/lib/python3.12/json'],
  ['/boot.py', '/'],
  ['node:fs', 'node:'],
  ['node:fs/promises', 'node:'],
  ['node_modules/express/lib/router/index.js', 'node_modules/express'],
  ['node_modules/@acme/money/add.js', 'node_modules/@acme/money'],
  ['node_modules/a/node_modules/b/c/d.js', 'node_modules/a/node_modules/b'],
  ['.venv/lib/python3.12/site-packages/requests/api.py', '.venv/lib/python3.12/site-packages/requests'],
  ['.venv/lib/python3.12/site-packages/six.py', '.venv/lib/python3.12/site-packages'],
])('%s is of %s', (file, folder) => {
  expect(folderOf(file)).toBe(folder);
});

it('files of one folder share it', () => {
  const { folders, ofFile } = foldersOf(['src/b.js', 'a.js', 'src/c.js']);
  expect(folders).toEqual(['.', 'src']);
  expect([...ofFile]).toEqual([1, 0, 1]);
});
