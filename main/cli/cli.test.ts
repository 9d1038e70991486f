import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineIn } from '../testing/command-line.ts';
import { projectFolder } from '../testing/folder.ts';

const work = `function work(n) { const end = performance.now() + n; while (performance.now() < end); return n; }
for (let i = 0; i < 20; i++) work(Number(process.argv[2] ?? 1));`;

const node = process.execPath;

describe('callscape run', () => {
  it('passes input, output and exit code through, and says where the recording is on standard error', async () => {
    const app = `function up(s) { return s.toUpperCase(); }
      process.stdin.setEncoding('utf8').on('data', (s) => { process.stdout.write(up(s)); console.error('warned'); process.exitCode = 7; });`;
    const { withInput } = commandLineIn(await projectFolder({ 'app.js': app }));
    const result = await withInput('hello\n', 'run', '--', node, 'app.js');
    expect(result).toMatchObject({ code: 7, signal: null, stdout: 'HELLO\n' });
    expect(result.stderr).toMatch(/^warned\n/);
    expect(result.stderr).toMatch(
      /callscape: recorded 2 calls \(2 functions loaded\) as ".*app\.js · \d\d:\d\d" \(r\w{12}\)\n/,
    );
    const file = /callscape: (\/.*\.callscape)\n$/.exec(result.stderr)?.[1] ?? '';
    expect((await readFile(file)).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it.runIf(process.platform !== 'win32')('dies by the signal of its target', async () => {
    const { callscape } = commandLineIn(
      await projectFolder({ 'app.js': `process.kill(process.pid, 'SIGTERM')` }),
    );
    expect(await callscape('run', '--', node, 'app.js')).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it.runIf(process.platform !== 'win32')(
    'hands a signal on to the target once, and ends as it does',
    async () => {
      const app = `let n = 0; process.on('SIGINT', () => { n++; setTimeout(() => { console.log('got ' + n); process.exit(5); }, 200); });
      setInterval(() => {}, 1000); console.log('ready');`;
      const { signalled } = commandLineIn(await projectFolder({ 'app.js': app }));
      const result = await signalled('SIGINT', 'ready', 'run', '--', node, 'app.js');
      expect(result).toMatchObject({ code: 5, signal: null, stdout: 'ready\ngot 1\n' });
    },
  );

  it('exits with 127 and says so when there is no such command', async () => {
    const { callscape } = commandLineIn(await projectFolder({ 'app.js': '' }));
    const result = await callscape('run', '--', 'no-such-command-here');
    expect(result.code).toBe(127);
    expect(result.stderr).toContain('Command not found: no-such-command-here');
  });

  it('records children and what is in a folder with spaces, and follows the settings of the project', async () => {
    const dir = await projectFolder({
      'my app.js': `function parent() { require('child_process').execFileSync(process.execPath, ['child.js']); } parent();`,
      'child.js': 'function child() {} function left() {} child(); left();',
      '.env.tracing': 'TRACING_EXCLUDE_FUNCTIONS=left\n',
    });
    const { callscape } = commandLineIn(dir);
    await callscape('run', '--', node, 'my app.js');
    const report = JSON.parse((await callscape('report', 'latest', '--format', 'json')).stdout);
    expect(report.functions.map((f: { function: string }) => f.function).sort()).toEqual(['child', 'parent']);
  });

  it.runIf(process.platform !== 'win32')(
    'ends as a shell would when its reader has seen enough',
    async () => {
      const { callscape } = commandLineIn(await projectFolder({ 'app.js': '' }));
      const result = await callscape('run', '--', 'sh', '-c', 'kill -PIPE $$');
      expect(result).toMatchObject({ code: 141, signal: null, stdout: '' });
      expect(result.stderr).toContain('The program that read its output went away');
    },
  );

  it('leaves the target alone at level 0', async () => {
    const { callscape } = commandLineIn(
      await projectFolder({ 'app.js': 'console.log(process.env.NODE_OPTIONS)' }),
    );
    expect((await callscape('run', '--level', '0', '--', node, 'app.js')).stdout).toBe('undefined\n');
  });
});

describe('callscape', () => {
  it('lists, reports, exports and compares', async () => {
    const dir = await projectFolder({ 'work.js': work });
    const { callscape } = commandLineIn(dir);
    await callscape('run', '--name', 'fast', '--', node, 'work.js', '1');
    await callscape('run', '--name', 'slow', '--', node, 'work.js', '40');

    const runs = await callscape('runs');
    expect(
      runs.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/).at(-1)),
    ).toEqual(['NAME', 'slow', 'fast']);

    const baseline = join(dir, 'base.json');
    expect((await callscape('export', 'fast', '--format', 'baseline', '-o', baseline)).code).toBe(0);
    expect(JSON.parse(await readFile(baseline, 'utf8'))).toMatchObject({
      format: 'callscape-baseline',
      version: 1,
    });

    const regression = await callscape('compare', 'base.json', 'latest', '--max-regression', '50');
    expect(regression.stdout).toMatch(/regressed .* work {2}work\.js:1\n/);
    expect(regression.code).toBe(1);
    expect((await callscape('compare', 'latest', 'base.json', '--max-regression', '50')).code).toBe(0);
    expect((await callscape('compare', 'fast', 'slow', '--max-regression', '100000')).code).toBe(0);

    const csv = await callscape('report', 'fast', '--format', 'csv');
    expect(csv.stdout.split('\n')[0]).toMatch(/^function,file,line,calls,errors,totalMs,selfMs/);
    const speedscope = await callscape('export', 'fast', '--format', 'speedscope', '-o', '-');
    expect(JSON.parse(speedscope.stdout).$schema).toBe('https://www.speedscope.app/file-format-schema.json');
  });

  it('works on another folder with --project', async () => {
    const dir = await projectFolder({ 'work.js': work });
    const { callscape } = commandLineIn(await projectFolder({}));
    expect((await callscape('run', '--project', dir, '--', node, 'work.js')).code).toBe(0);
    expect((await callscape('report', 'latest', '--project', dir, '--format', 'summary')).stdout).toContain(
      '20',
    );
    const sql = (statement: string) =>
      callscape('sql', 'latest', statement, '--format', 'csv', '--project', dir);
    expect(await sql('SELECT name, calls FROM functions WHERE calls > 1')).toMatchObject({
      code: 0,
      stdout: 'name,calls\r\nwork,20\r\n',
    });
    expect(await sql('DELETE FROM functions')).toMatchObject({ code: 2, stdout: '' });
  });

  it('says in one line what was wrong, and exits with 2', async () => {
    const dir = await projectFolder({ 'work.js': work });
    const { callscape } = commandLineIn(dir);
    const complaints: readonly (readonly [RegExp, ...string[]])[] = [
      [/There is no command "rub"/, 'rub'],
      [/Unknown option '--levle'/, 'run', '--levle', '2', '--', 'x'],
      [/two dashes/, 'run', 'node', 'work.js'],
      [/--level 9/, 'run', '--level', '9', '--', 'x'],
      [/has no runs yet/, 'report', 'latest'],
      [/RUN is missing/, 'report'],
      [/no run "gone.json" in .*, and no file .*gone\.json/, 'compare', 'gone.json', 'gone.json'],
      [/no run "nope"/, 'export', 'nope', '--format', 'spans', '-o', '-'],
      [/--format is missing/, 'export', 'latest'],
      [/There is no folder/, 'run', '--project', join(dir, 'gone'), '--', 'x'],
    ];
    for (const [message, ...args] of complaints) {
      const result = await callscape(...args);
      expect(result, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(message);
      expect(result.stderr.trimEnd().split('\n'), args.join(' ')).toHaveLength(1);
    }
    await writeFile(join(dir, 'a-file'), '');
    const elsewhere = commandLineIn(dir, join(dir, 'a-file'));
    for (const args of [['runs'], ['run', '--', node, 'work.js'], ['serve', '--no-open']]) {
      const result = await elsewhere.callscape(...args);
      expect(result, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(
        /^callscape: Callscape cannot keep its data in .*CALLSCAPE_DATA_DIR\.\n$/,
      );
    }
    await writeFile(join(dir, 'broken.json'), '{"format":');
    await callscape('run', '--', node, 'work.js');
    expect((await callscape('compare', 'broken.json', 'latest')).stderr).toMatch(/broken\.json/);
  });

  it('explains itself and each of its commands', async () => {
    const { callscape } = commandLineIn(await projectFolder({}));
    expect((await callscape('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { stdout } = await callscape('--help');
    for (const command of ['run', 'runs', 'report', 'export', 'compare', 'serve']) {
      expect(stdout).toContain(`  ${command} `);
      expect((await callscape(command, '--help')).stdout).toMatch(new RegExp(`^Usage: callscape ${command}`));
    }
  });
});

describe('callscape analyze', () => {
  it.runIf(process.platform !== 'win32')('analyses again when the source changes, until Ctrl-C', async () => {
    const dir = await projectFolder({
      'package.json': { name: 'p', private: true, main: 'main.js' },
      'main.js': 'function lost() {}',
    });
    let turn = 0;
    const { watched } = commandLineIn(dir);
    const result = await watched(
      (stdout, child) => {
        if (turn === 0 && stdout.includes('lost is used nowhere')) {
          turn = 1;
          void writeFile(join(dir, 'main.js'), 'function gone() {}');
        } else if (turn === 1 && stdout.includes('gone is used nowhere')) {
          turn = 2;
          child.kill('SIGINT');
        }
      },
      'analyze',
      '--watch',
    );
    expect(result).toMatchObject({ code: 0, signal: null });
    expect(result.stderr).toContain('Changed: main.js\n');
  });
});
