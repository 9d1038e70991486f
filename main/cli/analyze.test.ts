import { describe, expect, it } from 'vitest';
import { commandLineIn } from '../testing/command-line.ts';
import { projectFolder } from '../testing/folder.ts';
import { schemaErrors } from '../testing/schema.ts';

/** Something that leads nowhere (high), something that nobody uses (low), a call that fails, and code that is made while it runs. */
const files = {
  'package.json': { name: 'p', private: true, type: 'module', main: 'main.js' },
  'main.js': [
    "import { first } from './first.js';",
    "const load = () => import('./gone.js');",
    "for (const list of [['a'], []]) try { first(list); } catch { load(); }",
    "import { mkdirSync, rmSync, writeFileSync } from 'node:fs';",
    "const made = new URL('views/cart.js', import.meta.url);",
    "mkdirSync(new URL('.', made)); writeFileSync(made, 'export function view() {}');",
    '(await import(made)).view(); rmSync(made);',
  ].join('\n'),
  'first.js': 'export function first(list) {\n  return list[0].trim();\n}\nfunction lost() {}\n',
};

describe('callscape analyze', () => {
  const inProject = async () => commandLineIn(await projectFolder(files)).callscape;

  it('goes through six phases, tells what each found, and sums up', async () => {
    const callscape = await inProject();
    await callscape('run', '--', process.execPath, '--unhandled-rejections=none', 'main.js');
    const { stdout, stderr, code } = await callscape('analyze', '--run', 'latest');
    const phases = [...stderr.matchAll(/^Phase (\d): .*: (.+)$/gm)].map(([, n, result]) => `${n} ${result}`);
    expect(phases.map((text) => text.replaceAll(/[\d.]+(?: ms|%)/g, '…'))).toEqual([
      '1 3 functions were called',
      expect.stringMatching(/^2 \d+ calls between \d+ functions in the source$/),
      '3 1 dead functions and classes',
      '4 1 broken functions',
      '5 …, 0 disconnected modules',
      '6 average response …, P95 …, 0 slow functions',
    ]);
    expect(stdout).toMatch(/^Summary\n {2}Traced Functions: +3\n {2}Call Graph Edges: +\d+\n/);
    expect(stdout).toContain('first.js:1 first  broken-function');
    expect(stdout).toContain('lost is used nowhere');
    expect(stdout).toContain('views/cart.js:1 view  not-in-source');
    expect(code).toBe(0);
  });

  it('ends with 1 where a finding is as grave as is asked, or graver', async () => {
    const callscape = await inProject();
    const codeOf = async (severity: string) => (await callscape('analyze', '--fail-on', severity)).code;
    expect(await Promise.all(['low', 'high', 'critical'].map(codeOf))).toEqual([1, 1, 0]);
    const wrong = await callscape('analyze', '--fail-on', 'grave');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--fail-on.*low, medium, high, critical/);
  });

  it('writes the same findings as JSON, SARIF and Markdown', async () => {
    const callscape = await inProject();
    const json = JSON.parse((await callscape('analyze', '--format', 'json')).stdout);
    expect(schemaErrors('analysis', json)).toEqual([]);
    const missing = json.findings.find(({ rule }: { rule: string }) => rule === 'missing-import');
    expect(missing).toMatchObject({ severity: 'high', file: 'main.js', line: 2 });
    const sarif = JSON.parse((await callscape('analyze', '--format', 'sarif')).stdout);
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('missing-import');
    const markdown = (await callscape('analyze', '--format', 'markdown')).stdout;
    expect(markdown).toMatch(/^# Analysis\n/);
    expect(markdown).toMatch(/^\| [^|]+ \| `main\.js:2[^|]*\| "\.\/gone\.js" leads nowhere \|$/m);
  });
});
