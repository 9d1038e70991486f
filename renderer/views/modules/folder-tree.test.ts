import { describe, expect, it } from 'vitest';
import { folderTree, openAtFirst } from './folder-tree.ts';

const outline = (paths: readonly string[]) =>
  folderTree(paths).map(({ label, parent, modules, size }) => ({ label, parent, modules, size }));

describe('the folders of a project', () => {
  it('hold their modules, and a chain of empty folders is one', () => {
    expect(outline(['main.js', 'src/app/a.js', 'src/app/b.js', 'src/app/db/c.js', 'lib/x/y/z.js'])).toEqual([
      { label: '', parent: -1, modules: [0], size: 5 },
      { label: 'src/app', parent: 0, modules: [1, 2], size: 3 },
      { label: 'lib/x/y', parent: 0, modules: [4], size: 1 },
      { label: 'db', parent: 1, modules: [3], size: 1 },
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

  it('are none of an empty project but the project itself', () => {
    expect(folderTree([])).toHaveLength(1);
  });
});
