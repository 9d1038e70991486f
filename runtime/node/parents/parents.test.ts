import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { treeText } from '../testing/read-spools.ts';
import { pinnedNode, runTraced, systemNode } from '../testing/run-traced.ts';
import { SHAPES } from './shapes.ts';

const cwd = mkdtempSync(join(tmpdir(), 'callscape-parents-'));
afterAll(() => rmSync(cwd, { recursive: true }));

SHAPES.forEach(({ code }, i) => {
  writeFileSync(join(cwd, `${i}.cjs`), code);
});

const nodes = [
  { label: 'the pinned Node', node: pinnedNode, levels: [1, 2] as const },
  ...(systemNode ? [{ label: "the system's Node", node: systemNode, levels: [1] as const }] : []),
];

/** Without the names of what encloses a function. */
function withPlainNames(drawn: string): string {
  return drawn.replace(/^( *(?:\d+x )?)\S*\.(?=\S)/gm, '$1');
}

describe.each(nodes)('on $label, what runs later is a child of what asked for it', ({ node, levels }) => {
  test.concurrent.each(SHAPES.map((shape, i) => ({ ...shape, i })))('$name', async ({ tree, i }) => {
    for (const level of levels) {
      const { threads, stderr } = await runTraced({ cwd, args: [`${i}.cjs`], node, config: { level } });
      expect(stderr).toBe('');
      const drawn = treeText(threads[0]?.spans ?? []);
      expect(withPlainNames(drawn), `level ${level}`).toBe(tree);
      expect(threads[0]?.unmatched).toBe(0);
    }
  });
});
