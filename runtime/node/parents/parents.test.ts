import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { treeText } from '../testing/read-spools.ts';
import { pinnedNode, runTraced } from '../testing/run-traced.ts';
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
  { major: 24, node: pinnedNode, level: 1 as const },
  { major: 24, node: pinnedNode, level: 2 as const },
  { major: 20, node: otherNode(20), level: 1 as const },
  { major: 22, node: otherNode(22), level: 1 as const },
  { major: 26, node: otherNode(26), level: 1 as const },
];

/** Without the names of what encloses a function. */
function withPlainNames(drawn: string): string {
  return drawn.replace(/^( *(?:\d+x )?)\S*\.(?=\S)/gm, '$1');
}

describe.each(runs)(
  'on Node $major at level $level, what runs later is a child of what asked for it',
  (run) => {
    const shapes = SHAPES.map((shape, i) => ({ ...shape, i })).filter(({ since = 0 }) => run.major >= since);

    test.concurrent.each(shapes)('$name', async ({ tree, i, options = [], prints = '' }) => {
      const { threads, stderr, stdout } = await runTraced({
        cwd: join(cwd, String(i)),
        args: [...options, 'main.cjs'],
        node: run.node,
        config: { level: run.level },
      });
      const [main] = threads;
      expect(stderr).toBe('');
      expect(stdout).toBe(prints);
      expect(withPlainNames(treeText(main?.spans ?? []))).toBe(tree);
      expect(main?.unmatched).toBe(0);
    });
  },
);
