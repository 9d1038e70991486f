import { expect, it } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { edgeKindNames } from './edge-kinds.ts';
import { createFactsCache } from './facts-cache.ts';
import { readPython } from './read-python.ts';
import { analyse } from './static-graph.ts';

async function analysed(files: Readonly<Record<string, string>>) {
  const graph = await analyse(await projectFolder(files), createFactsCache(), () => false);
  if (graph === null) throw new Error('cancelled');
  const edges = [...graph.from].map((from, e) => {
    const kinds = edgeKindNames(graph.kinds[e] ?? 0).join();
    return `${graph.paths[from]} -${kinds}-> ${graph.paths[graph.to[e] ?? 0]}`;
  });
  return {
    ...graph,
    edges,
    missing: graph.unresolved.map((u) => `${graph.paths[u.module]}:${u.line} ${u.specifier}`),
  };
}

const importsOf = (source: string) =>
  readPython(source).imports.map((f) => `${f.line} ${f.specifier} ${f.members?.join('+')}`);

it('reads every form of the import statement', () => {
  expect(
    importsOf(
      [
        'import a, b.c as d',
        'from e import f, g as h',
        'from . import i',
        'from ..j.k import (l,',
        '    m as n,  # why',
        ')',
        'from o import *',
        'import p; import q',
        'if x: import r',
        'def f():',
        '\tfrom s import \\',
        '      t',
        'from.u import v',
        'from .import w',
      ].join('\n'),
    ),
  ).toEqual([
    ...['1 a ', '1 b.c ', '2 e f+g', '3 . i', '4 ..j.k l+m', '7 o ', '8 p ', '8 q ', '9 r ', '11 s t'],
    ...['13 .u v', '14 . w'],
  ]);
});

it('takes no import from strings, comments, or other uses of the words', () => {
  expect(
    importsOf(
      [
        '"""',
        'import a',
        '"""',
        "x = r'\\' + 'import b'",
        '# import c',
        "s = f'''\nfrom d import e\n'''",
        'yield from f()',
        'raise X from Y',
        'importer = 1; from_x = 2',
        "call('import g',",
        '  import_=1)',
        'd = {1: 2}; y: int = 3',
        'import real',
      ].join('\n'),
    ),
  ).toEqual(['15 real ']);
});

it('counts functions and lambdas', () => {
  const source =
    'def f(key=lambda x: x): pass\nclass C:\n  async def m(self): return lambda: "def x(): lambda"\n  # def y():\n';
  expect(readPython(source).functions).toBe(4);
});

it('tells imports for types from the others', () => {
  const { imports } = readPython(
    [
      'if TYPE_CHECKING:',
      '    import a',
      '    if b:',
      '        import b',
      'if typing.TYPE_CHECKING: import c',
      'else: import d',
      'import e',
    ].join('\n'),
  );
  expect(imports.map((f) => `${f.specifier} ${edgeKindNames(f.kind)}`)).toEqual([
    ...['a type', 'b type', 'c type'],
    ...['d import', 'e import'],
  ]);
});

it('resolves modules, packages, submodules and relative names, and scripts by their own folder', async () => {
  const { edges, missing, packages, paths, unreadable } = await analysed({
    'main.py':
      'import os\nimport shop.cart\nfrom shop import prices, VERSION\nimport requests\nimport shop.gone',
    'shop/__init__.py': 'from .cart import Cart\nfrom . import logging',
    'shop/cart.py': 'import logging\nfrom .prices import total\nfrom . import nothing\nfrom ..up import x',
    'shop/prices.py': 'from shop.deep.tax import vat\ntry: from .gone import y\nexcept ImportError: y = 1',
    'shop/logging.py': '',
    'shop/deep/__init__.py': '',
    'shop/deep/tax.py': 'from .. import prices\nfrom ...far import z',
    'src/lib/__init__.py': 'VERSION = 1',
    'src/mark/__init__.py': '# a package\n"""\nnothing else\n"""\n',
    'test/test_lib.py': 'import lib\nimport helper\nimport mark',
    'test/helper.py': '',
  });
  expect(edges).toEqual([
    'main.py -import-> shop/__init__.py',
    'main.py -import-> shop/cart.py',
    'main.py -import-> shop/prices.py',
    'shop/__init__.py -import-> shop/cart.py',
    'shop/__init__.py -import-> shop/logging.py',
    'shop/cart.py -import-> shop/__init__.py',
    'shop/cart.py -import-> shop/prices.py',
    'shop/deep/tax.py -import-> shop/prices.py',
    'shop/prices.py -import-> shop/deep/tax.py',
    'test/test_lib.py -import-> src/lib/__init__.py',
    'test/test_lib.py -import-> test/helper.py',
  ]);
  expect(missing).toEqual([
    'main.py:5 shop.gone',
    'shop/cart.py:4 ..up',
    'shop/deep/tax.py:2 ...far',
    'shop/prices.py:2 .gone',
  ]);
  expect(packages).toEqual([{ name: 'requests', modules: 1 }]);
  expect(paths.filter((path) => path.endsWith('__init__.py'))).toEqual([
    'shop/__init__.py',
    'src/lib/__init__.py',
  ]);
  expect(unreadable).toEqual([]);
});

it('asks for no module that is built in another language, where the project can do without', async () => {
  const { missing, packages } = await analysed({
    'shop/__init__.py': 'VERSION = 1',
    'shop/json.py': [
      'try:',
      '    from ._speedups import scan',
      'except ImportError:',
      '    scan = None',
      'try: from ._fast import copy',
      'except (KeyError, ImportError): copy = None',
      'try:',
      '    if True:',
      '        from shop._native import sort',
      'except Exception as error:',
      '    from ._lost import sort',
      'with contextlib.suppress(ImportError):',
      '    from ._extra import more',
      'from ._after import more',
      'try:',
      '    from .plain import value',
      'except ImportError:',
      '    value = 1',
    ].join('\n'),
    'shop/strict.py': [
      'try:',
      '    from ._wrong import value',
      'except ValueError:',
      '    value = 1',
      'else:',
      '    from ._other import value',
      'from ._none import y',
      'def f():',
      '    try:',
      '        import fastjson',
      '    except:',
      '        from ._handler import z',
      '    from ._late import z',
    ].join('\n'),
  });
  expect(missing).toEqual([
    ...['11 ._lost', '14 ._after', '16 .plain'].map((text) => `shop/json.py:${text}`),
    ...['2 ._wrong', '6 ._other', '7 ._none', '12 ._handler', '13 ._late'].map(
      (text) => `shop/strict.py:${text}`,
    ),
  ]);
  expect(packages.map(({ name }) => name)).toEqual(['fastjson']);
});

it('finds modules that are built in another language, built already or by what the project says of its build', async () => {
  const { missing, packages, edges } = await analysed({
    'setup.py': "setup(ext_modules=[Extension('shop.sorting', ['sorting.c']), CMakeExtension(name='lone')])",
    'pyproject.toml':
      '[tool.maturin]\nmodule-name = "shop._core"\n[tool.setuptools_scm]\nwrite_to = "shop/_version.py"\n',
    'main.py': [
      'import fastmath',
      'import shop.quick as quick',
      'from shop import quick, slow, sorting',
      'from shop.slow import scan',
      'from shop.stubbed import scan',
      'import space.made',
      'import shop.sorting, lone',
      'from shop.nowhere import scan',
      'import shop.quick.deep',
    ].join('\n'),
    'fastmath.cpython-311-x86_64-linux-gnu.so': '',
    'shop/__init__.py':
      'from ._core import a\nfrom ._version import version\nfrom . import quick\nfrom ._missing import b',
    'shop/quick.cp312-win_amd64.pyd': '',
    'shop/slow.pyx': '',
    'shop/stubbed.pyi': '',
    'shop/cart.py': 'from .sorting import sort\nfrom .quick import go\nfrom .sort import sort',
    'space/made.abi3.so': '',
  });
  expect(missing).toEqual(['main.py:8 shop.nowhere', 'shop/__init__.py:4 ._missing', 'shop/cart.py:3 .sort']);
  expect(packages).toEqual([]);
  // Python loads the package around such a module.
  expect(edges).toEqual(['main.py -import-> shop/__init__.py', 'shop/cart.py -import-> shop/__init__.py']);
});

it('survives source that is none', () => {
  for (const source of [
    '"""never closed\nimport a',
    '((((',
    ')))]\nimport a',
    "'\\",
    '\\',
    'from import x',
    'import',
  ]) {
    expect(() => readPython(source)).not.toThrow();
  }
  expect(importsOf(')))]\nimport a')).toEqual(['2 a ']);
});

it('reads a line of 3 MB with half a million strings', () => {
  expect(importsOf(`x = [${"'a', ".repeat(500_000)}]\nimport a`)).toEqual(['2 a ']);
});
