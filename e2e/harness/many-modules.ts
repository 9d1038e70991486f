import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const features = [
  ...[
    'accounts',
    'billing',
    'cart',
    'catalog',
    'checkout',
    'delivery',
    'exports',
    'feeds',
    'gateway',
    'history',
  ],
  ...[
    'identity',
    'invoices',
    'journal',
    'kitchen',
    'ledger',
    'mailing',
    'metrics',
    'notices',
    'orders',
    'payments',
  ],
];
const layers = ['routes', 'services', 'models', 'queries', 'views'];
const words = ['list', 'item', 'form', 'price', 'total', 'limit', 'access', 'event', 'filter', 'sorting'];

/** Numbers that look drawn by lot and are the same each time, below `n`. */
function lot(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/**
 * Writes a project of so many TypeScript modules, put together as a large app is: packages of features, each in layers, which
 * use each other downwards, neighbours now and then in a circle, and shared helpers that everybody uses.
 * @returns paths of the modules
 */
export function writeManyModules(dir: string, count: number): readonly string[] {
  const draw = lot(7);
  const shared = Array.from({ length: 40 }, (_, i) => `packages/shared/src/${words[i % 10]}/helper${i}.ts`);
  const paths = ['src/main.ts', ...shared];
  const of = new Map<string, string[]>();
  for (let i = 0; paths.length < count; i++) {
    const [feature = '', layer = ''] = [
      features[i % features.length],
      layers[Math.floor(i / 20) % layers.length],
    ];
    const path = `packages/${feature}/src/${layer}/${words[draw(10)]}${i}.ts`;
    paths.push(path);
    const key = `${feature} ${layer}`;
    of.set(key, [...(of.get(key) ?? []), path]);
  }
  for (const path of paths) {
    const [, feature = '', , layer = ''] = path.split('/');
    const depth = layers.indexOf(layer);
    const below = layers.slice(Math.max(0, depth)).flatMap((each) => of.get(`${feature} ${each}`) ?? []);
    const other = of.get(`${features[draw(features.length)]} models`) ?? [];
    const pick = (from: readonly string[]) => (from.length === 0 ? [] : [from[draw(from.length)] as string]);
    const used =
      path === 'src/main.ts'
        ? features.flatMap((each) => of.get(`${each} routes`)?.slice(0, 3) ?? [])
        : feature === 'shared'
          ? pick(shared.slice(0, 10))
          : [...pick(below), ...pick(below), ...pick(shared), ...(draw(4) === 0 ? pick(other) : [])];
    write(
      dir,
      path,
      [...new Set(used)].filter((each) => each !== path),
    );
  }
  writeFileSync(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'plant', type: 'module', main: 'src/main.ts' }),
  );
  return paths;
}

function write(dir: string, path: string, used: readonly string[]): void {
  const own = path.replace(/.*\/(.+)\.ts$/, '$1');
  const up = '../'.repeat(path.split('/').length - 1);
  const imports = used.map((each, i) => `import { run as run${i} } from '${up}${each}';\n`);
  const calls = used.map((_, i) => ` + run${i}(n - 1)`).join('');
  const text = `${imports.join('')}/** Of ${own}. */\nexport function run(n: number): number {\n  return n <= 0 ? 0 : n${calls};\n}\n`;
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}
