import { describe, expect, it } from 'vitest';
import { folderTree, openAtFirst, opened } from './folder-tree.ts';

const outline = (paths: readonly string[]) =>
  folderTree(paths).map(({ label, parent, leaves, size }) => ({ label, parent, leaves, size }));

describe('the folders of a project', () => {
  it('hold their modules, and a chain of empty folders is one', () => {
    expect(outline(['main.js', 'src/app/a.js', 'src/app/b.js', 'src/app/db/c.js', 'lib/x/y/z.js'])).toEqual([
      { label: '', parent: -1, leaves: [0], size: 5 },
      { label: 'src/app', parent: 0, leaves: [1, 2], size: 3 },
      { label: 'lib/x/y', parent: 0, leaves: [4], size: 1 },
      { label: 'db', parent: 1, leaves: [3], size: 1 },
    ]);
  });

  it('are all open in a small project', () => {
    expect(openAtFirst(folderTree(['a/x.js', 'b/y.js']))).toEqual(new Set(['', 'a', 'b']));
  });

  it('stay closed in a large one where opening would crowd the graph', () => {
    const paths = [
      ...Array.from({ length: 500 }, (_, i) => `big/m${i}.js`),
      ...Array.from({ length: 10 }, (_, i) => `small/m${i}.js`),
    ];
    expect(openAtFirst(folderTree(paths))).toEqual(new Set(['', 'small']));
  });

  it('show of a crowd those that weigh most, and keep the others in a folder of their own', () => {
    const paths = Array.from({ length: 100 }, (_, i) => `flat/m${i}.js`);
    const folders = folderTree(
      paths,
      Float64Array.from(paths, (_, i) => i),
    );
    expect(folders.map(({ path, size }) => `${path} ${size}`)).toEqual([
      ' 100',
      'flat 100',
      'flat/76 others 76',
    ]);
    expect(folders[1]?.leaves).toEqual(Array.from({ length: 24 }, (_, i) => 76 + i));
    expect(openAtFirst(folders)).toEqual(new Set(['', 'flat']));
  });

  it('open as far as a node needs to stand by itself, and no further', () => {
    const folders = folderTree(['main.js', 'src/a.js', 'src/db/b.js', 'src/db/sql/c.js', 'lib/d.js']);
    expect(opened(new Set(['', 'lib']), folders, 2)).toEqual(new Set(['', 'lib', 'src', 'src/db']));
    expect(opened(new Set(['']), folders, 0)).toEqual(new Set(['']));
  });

  it('are none of an empty project but the project itself', () => {
    expect(folderTree([])).toHaveLength(1);
  });
});
