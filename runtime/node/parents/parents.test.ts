import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { pinnedNode, runTraced } from '../testing/run-traced.ts';
import { functionTree } from './function-tree.ts';
import { SHAPES } from './shapes/index.ts';

const cwd = mkdtempSync(join(tmpdir(), 'callscape-parents-'));
afterAll(() => rmSync(cwd, { recursive: true }));

for (const [i, { code, files }] of SHAPES.entries()) {
  for (const [name, text] of Object.entries({ ...files, 'main.cjs': code })) {
    const file = join(cwd, String(i), name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const otherNode = (major: number) =>
  fileURLToPath(new URL(`../../../node_modules/node-${major}/bin/node`, import.meta.url));

const runs = [
  ...([1, 2, 3, 4, 5] as const).map((level) => ({ major: 24, node: pinnedNode, level })),
  ...[20, 22, 26].map((major) => ({ major, node: otherNode(major), level: 1 as const })),
];

describe.each(runs)(
  'on Node $major at level $level, what runs later is a child of what asked for it',
  (run) => {
    const shapes = SHAPES.map((shape, i) => ({ ...shape, i })).filter(({ since = 0 }) => run.major >= since);

    test.concurrent.each(shapes)('$name', async ({ tree, i, options = [], prints = '' }) => {
      const { threads, stderr, stdout } = await runTraced({
        cwd: join(cwd, String(i)),
        args: [...options, 'main.cjs'],
        node: run.node,
        // With a budget texts count calls themselves; nothing takes so much that it would be throttled by this one.
        config: run.level % 2 === 1 ? { level: run.level, budget: 0.99 } : { level: run.level },
      });
      const [main] = threads;
      expect(stderr).toBe('');
      expect(stdout).toBe(prints);
      expect(functionTree(main?.spans ?? [])).toBe(tree);
      expect(main?.unmatched).toBe(0);
    });
  },
);
