import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFunctions, setMayHoldWith } from '../../../runtime/node/instrument/find.ts';
import { Lines } from '../../../runtime/node/instrument/lines.ts';
import { fully } from '../../../runtime/node/parse/index.ts';
import { readModule } from '../read-module.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const folders = [
  { programs: 'the shop', glob: 'assets/samples/shop/**/*.{js,mjs,ts}', least: 45 },
  { programs: 'the fidelity programs', glob: 'runtime/node/fidelity/fixtures/**/*.{cjs,mjs,ts}', least: 60 },
  { programs: 'a published parser', glob: 'node_modules/acorn/dist/acorn.js', least: 1 },
  { programs: 'a published framework', glob: 'node_modules/express/lib/*.js', least: 5 },
];

/** `name:line:kind` of every function that the tracer finds; `null` where its parser cannot follow either. */
function traced(file: string, source: string): string[] | null {
  const text = file.endsWith('.ts') ? stripped(source) : source;
  if (text === null) return null;
  for (const isModule of [true, false]) {
    try {
      const program = fully(text, isModule);
      setMayHoldWith(/\bwith\b/.test(text));
      const lines = new Lines(text);
      return findFunctions(program, text)
        .map(({ node, name, kind }) => `${name}:${lines.at(node.start).line}:${kind}`)
        .sort();
    } catch {
      // Tried as the other kind of text.
    }
  }
  return null;
}

function stripped(source: string): string | null {
  try {
    return stripTypeScriptTypes(source);
  } catch {
    return null;
  }
}

describe('names of functions in the source', () => {
  it.each(folders)('are those that the tracer gives: $programs', ({ glob, least }) => {
    let compared = 0;
    for (const file of globSync(glob, { cwd: root })) {
      const source = readFileSync(root + file, 'utf8');
      const expected = traced(file, source);
      const { code } = readModule(file, source, true);
      if (expected === null || code === undefined) continue;
      compared++;
      const found = code.functions.map(({ name, line, kind }) => `${name}:${line}:${kind}`).sort();
      expect(found, file).toEqual(expected);
    }
    expect(compared).toBeGreaterThanOrEqual(least);
  });
});
