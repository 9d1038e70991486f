import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readModule } from './read-module.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What both ways to read a file say that both can say. */
function bothWays(path: string, text: string) {
  const quick = readModule(path, text);
  const whole = readModule(path, text, true);
  return {
    quick: { imports: quick.imports, problem: quick.problem },
    whole: { imports: whole.imports.map(({ erased: _, ...fact }) => fact), problem: whole.problem },
  };
}

it('says of every file of this repository and of packages what the whole syntax tree says', () => {
  const own = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.js', '*.cjs', '*.jsx'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  const packages = ['acorn', 'picomatch', 'ws', '@types/ws'];
  const installed = packages.flatMap((name) =>
    execFileSync(
      'find',
      [
        `node_modules/${name}`,
        '-name',
        '*.js',
        '-o',
        '-name',
        '*.ts',
        '-o',
        '-name',
        '*.mjs',
        '-o',
        '-name',
        '*.cjs',
      ],
      {
        cwd: root,
        encoding: 'utf8',
      },
    ).split('\n'),
  );
  const files = [...own, ...installed].filter((path) => path !== '');
  expect(files.length).toBeGreaterThan(1000);
  for (const path of files) {
    const { quick, whole } = bothWays(path, readFileSync(`${root}/${path}`, 'utf8').replace(/^\ufeff/, ''));
    expect(quick, path).toEqual(whole);
  }
}, 120_000);
