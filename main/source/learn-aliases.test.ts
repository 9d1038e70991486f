import { expect, it } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { createFactsCache } from './facts-cache.ts';
import { learnAliases } from './learn-aliases.ts';
import { analyseCode } from './program/analyse-code.ts';

const modules = [
  'src/components/Button.jsx',
  'src/components/Card/index.jsx',
  'src/store/cart.js',
  'src/main.js',
  'src/util/get.js',
  'src/util/set.js',
  'tests/components/Card.js',
];
const learned = (...specifiers: string[]) =>
  Object.fromEntries(learnAliases(specifiers, modules)?.folders ?? []);

it('finds the folder below which all that is imported by a sign is found', () => {
  expect(learned('@/components/Button', '@/store/cart.js', '@/components/Card')).toEqual({ '@': 'src' });
  expect(learned('~/store/cart', '~/assets/logo.svg')).toEqual({ '~': 'src' });
  expect(learned('@/gone', '@/store/cart')).toEqual({});
});

it('takes a name for a folder of that name, or for one that explains several of its specifiers', () => {
  expect(learned('@components/Button')).toEqual({ '@components': 'src/components' });
  expect(learned('components/Button')).toEqual({ components: 'src/components' });
  expect(learned('@app/store/cart', '@app/main')).toEqual({ '@app': 'src' });
  expect(learned('@app/store/cart')).toEqual({});
});

it('leaves a package that is not declared what it is', () => {
  expect(learned('lodash/get', 'lodash/set')).toEqual({});
  expect(learned('tiny-slug')).toEqual({});
});

it('holds nothing for dead that is imported through the settings of a bundler, and misses no import', async () => {
  const dir = await projectFolder({
    'package.json': { name: 'p', scripts: { dev: 'vite' } },
    'index.html': '<script type="module" src="/src/main.js"></script>',
    'vite.config.js': "export default { resolve: { alias: { '@': '/src' } } };",
    'src/main.js': "import { button } from '@/parts/button';\nimport logo from '@/logo.svg';\nbutton(logo);",
    'src/parts/button.js': "import { price } from '@/price';\nexport function button() { price(); }",
    'src/price.js': 'export function price() {}\nexport function never() {}',
    'src/logo.svg': '<svg/>',
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  const { graph, verdicts, packages, code: facts } = code ?? expect.unreachable();
  expect(graph.unresolved).toEqual([]);
  expect(packages.undeclared).toEqual([]);
  const dead = verdicts.dead.map(({ module, definition }) => facts[module]?.definitions[definition]?.name);
  expect(dead).toEqual(['never']);
});
