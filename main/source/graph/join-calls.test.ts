import { expect, it } from 'vitest';
import { drawnRun } from '../../testing/drawn-run.ts';
import { projectFolder } from '../../testing/folder.ts';
import { createFactsCache } from '../facts-cache.ts';
import { analyseCode } from '../program/analyse-code.ts';
import { joinCalls } from './join-calls.ts';
import { structureTable } from './structure-table.ts';

const files = {
  'package.json': { private: true, scripts: { start: 'node a.js' } },
  'a.js': "import { work, other } from './b.js';\nmain();\nfunction main() { return work() || other(); }\n",
  'b.js': "export * from './c.js';\nexport function other() {}\nfunction dead() {}\n",
  'c.js': 'export const work = () => handlers[0]();\nconst handlers = [late];\nfunction late() {}\n',
};

it('tells calls of the source and of a run apart, through re-exports', async () => {
  const code = await analyseCode(await projectFolder(files), createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const run = drawnRun(
    'main a.js:3 1x 100ns\n  work c.js:1 2x 50ns\n    late c.js:3 2x 20ns\n    made gone.js:1 1x 1ns',
  );
  const { functions, edges, flags } = joinCalls(code, run);
  const nameOf = (index: number): string => functions[index]?.name ?? 'top';
  const drawn = Array.from(
    edges.from,
    (from, e) =>
      `${nameOf(from)} > ${nameOf(edges.to[e] ?? 0)} ${edges.kinds[e]} ${edges.calls[e]}x ${edges.totalNs[e]}ns`,
  );
  expect(drawn.sort()).toEqual([
    'main > other 1 0x 0ns',
    'main > work 5 2x 50ns',
    'top > main 1 0x 0ns',
    'work > late 4 2x 20ns',
    'work > made 4 1x 1ns',
  ]);
  expect(functions.map(({ name }, index) => `${name} ${flags[index]}`)).toEqual([
    'main 3',
    'other 1',
    'dead 5',
    'work 3',
    'late 3',
    'made 2',
  ]);
  const { layer, fanIn, path } = structureTable(code);
  expect(path.map((file, m) => `${file} ${layer[m]} ${fanIn[m]}`)).toEqual([
    'a.js 2 0',
    'b.js 1 1',
    'c.js 0 1',
  ]);
});

it("follows Python's imports to functions of which a module or a package has the name as well", async () => {
  const code = await analyseCode(
    await projectFolder({
      'main.py': [
        'from tax import tax',
        'from shop import vat, total, cart',
        'from shop.cart import cart as fill',
        'import lists as all',
        'def main():',
        '    tax(1)',
        '    vat(2)',
        '    total()',
        '    cart.empty()',
        '    fill()',
        '    all.lists()',
        'if __name__ == "__main__":',
        '    main()',
      ].join('\n'),
      'tax.py': 'def tax(n): return n\n',
      'shop/__init__.py': 'from .vat import vat\nfrom . import cart\ndef total(): return 1\n',
      'shop/vat.py': 'def vat(n): return n\n',
      'shop/total.py': 'def total(): return 2\n',
      'shop/cart.py': 'def cart(): return []\ndef empty(): return 0\n',
      'lists.py': 'def lists(): return []\n',
      // Each has a module of the name, and takes it from the other.
      'one/__init__.py': 'from two import same\n',
      'one/same.py': 'def same(): pass\n',
      'two/__init__.py': 'from one import same\n',
      'two/same.py': 'def same(): pass\n',
      'odd.py': 'from one import same\nsame()\n',
    }),
    createFactsCache(),
    () => false,
  );
  if (code === null) throw new Error('cancelled');
  const { functions, edges, offsets } = { ...joinCalls(code, null), offsets: code.calls.offsets };
  const fileOf = (index: number): string =>
    code.graph.paths[offsets.findLastIndex((offset) => offset <= index)] ?? '';
  const called = Array.from(edges.to, (to) => `${fileOf(to)} ${functions[to]?.name}`);
  expect(called.sort()).toEqual([
    'lists.py lists',
    'main.py main',
    'shop/__init__.py total',
    'shop/cart.py cart',
    'shop/cart.py empty',
    'shop/vat.py vat',
    'tax.py tax',
  ]);
  const dead = code.verdicts.dead.map(({ module }) => code.graph.paths[module]);
  expect(dead).toEqual(['one/same.py', 'shop/total.py', 'two/same.py']);
});
