import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { atMost } from '../testing/at-most.ts';
import { others, pinned } from '../testing/node-versions.ts';
import { runTraced } from '../testing/run-traced.ts';
import { wholeTree } from './function-tree.ts';
import { processShapes } from './shapes/processes.ts';
import { requestShapes } from './shapes/requests.ts';
import { threadShapes } from './shapes/threads.ts';

const SHAPES = [...threadShapes, ...processShapes, ...requestShapes];
const cwd = mkdtempSync(join(tmpdir(), 'callscape-threads-'));
afterAll(() => rmSync(cwd, { recursive: true }));

for (const [i, { code, files }] of SHAPES.entries()) {
  for (const [name, text] of Object.entries({ ...files, 'main.cjs': code })) {
    const file = join(cwd, String(i), name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const gate = atMost(2);
const runs = [
  ...([1, 2, 3, 4, 5] as const).map((level) => ({ node: pinned, level })),
  ...others.map((node) => ({ node, level: 1 as const })),
];

describe.each(runs)(
  'on Node $node.version at level $level, a call in another thread or process is a child of what has caused it',
  ({ node, level }) => {
    const shapes = SHAPES.map((shape, i) => ({ ...shape, i })).filter(({ since = 0 }) => node.major >= since);
    test.concurrent.each(shapes)('$name', async ({ tree, i }) => {
      const { threads, stderr, stdout } = await gate(() =>
        runTraced({
          cwd: join(cwd, String(i)),
          args: ['main.cjs'],
          node: node.executable,
          config: { level },
        }),
      );
      expect({ stderr, stdout }).toEqual({ stderr: '', stdout: '' });
      expect(wholeTree(threads)).toBe(tree);
      expect(threads.map(({ unmatched }) => unmatched)).toEqual(threads.map(() => 0));
    });
  },
);
