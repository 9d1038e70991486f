import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';

const pythons = findPythons();
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

it.skipIf(pythons.length === 0)("writes the format's test vectors byte by byte", () => {
  for (const { command } of pythons) {
    const args = [path('fixtures/vectors.py'), path('../format/vectors/vectors.json')];
    const { different, written } = JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as {
      different: string[];
      written: number;
    };
    expect(different).toEqual([]);
    expect(written).toBeGreaterThan(10);
  }
});
