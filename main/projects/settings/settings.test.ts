import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../../testing/folder.ts';
import { parseEnv } from './env-file.ts';
import { openSettings, tracerOptions } from './index.ts';
import { settingKeys } from './keys.ts';
import { checkValue } from './values.ts';

async function settingsWith(file: string) {
  const dir = await projectFolder({ '.env.tracing': file });
  const settings = openSettings(dir, temporaryFolder());
  const get = async (key: string) => (await settings.read()).find((setting) => setting.key === key);
  return { dir, settings, get };
}

describe('settings', () => {
  it('come from the default, then the file, then the person', async () => {
    const { settings, get } = await settingsWith('# c\nTRACING_DEFAULT_LEVEL=1\n');
    expect(await get('TRACING_CAPTURE_PARAMS')).toMatchObject({ value: 'true', origin: 'default' });
    expect(await get('TRACING_DEFAULT_LEVEL')).toMatchObject({
      value: '1',
      origin: 'file',
      originDetail: '.env.tracing, line 2',
    });
    await settings.change('TRACING_DEFAULT_LEVEL', '0');
    expect(await get('TRACING_DEFAULT_LEVEL')).toMatchObject({ value: '0', origin: 'user' });
    await settings.change('TRACING_DEFAULT_LEVEL', null);
    expect(await get('TRACING_DEFAULT_LEVEL')).toMatchObject({ value: '1', origin: 'file' });
  });

  it('pass over a value that cannot be used and say why', async () => {
    const { get } = await settingsWith(
      'TRACING_DEFAULT_LEVEL=9\nTRACING_CAPTURE_PARAMS=maybe\nTRACING_CAPTURE_MEMORY=some\n',
    );
    expect(await get('TRACING_DEFAULT_LEVEL')).toMatchObject({
      value: '2',
      origin: 'default',
      problem: '.env.tracing, line 1: "9" cannot be used: write a level from 0 to 5.',
    });
    expect((await get('TRACING_CAPTURE_PARAMS'))?.problem).toMatch(/write true or false/);
    const memory = await get('TRACING_CAPTURE_MEMORY');
    expect(memory?.problem).toMatch(/write off, allocated, retained/);
    expect(memory).toMatchObject({ value: 'off', choices: ['off', 'allocated', 'retained'] });
  });

  it('are read anew when the file changed, and do not need it', async () => {
    const { dir, get } = await settingsWith('TRACING_FLUSH_INTERVAL=50');
    expect((await get('TRACING_FLUSH_INTERVAL'))?.value).toBe('50');
    await writeFile(join(dir, '.env.tracing'), '');
    expect((await get('TRACING_FLUSH_INTERVAL'))?.value).toBe('100');
  });

  it('report a key that does not exist', async () => {
    const { get } = await settingsWith('TRACING_DEFUALT_LEVEL=1');
    expect((await get('TRACING_DEFUALT_LEVEL'))?.problem).toMatch(/there is no key TRACING_DEFUALT_LEVEL/);
  });

  it('refuse a change that cannot be used, and keep the value', async () => {
    const { settings, get } = await settingsWith('');
    await expect(settings.change('TRACING_MAX_CAPTURE_SIZE', 'big')).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(settings.change('TRACING_NOPE', '1')).rejects.toMatchObject({ code: 'not-found' });
    expect((await get('TRACING_MAX_CAPTURE_SIZE'))?.value).toBe('10000');
  });

  it('keep every one of many changes made at once', async () => {
    const { settings, get } = await settingsWith('');
    await Promise.all([
      settings.change('TRACING_DEFAULT_LEVEL', '1'),
      settings.change('TRACING_CAPTURE_PARAMS', 'off'),
      settings.change('TRACING_CAPTURE_RETURN', 'no'),
    ]);
    expect((await get('TRACING_DEFAULT_LEVEL'))?.value).toBe('1');
    expect((await get('TRACING_CAPTURE_PARAMS'))?.value).toBe('false');
    expect((await get('TRACING_CAPTURE_RETURN'))?.value).toBe('false');
  });

  it('have defaults that pass their own checks', () => {
    for (const key of settingKeys)
      expect(checkValue(key, key.default), key.key).toEqual({ value: key.default });
  });
});

describe('.env.tracing', () => {
  it('is read with quotes, comments, export, CRLF and a byte order mark', () => {
    const entries = parseEnv(
      '\uFEFFexport A=1\r\nB="x # y" # why\r\n#C=3\r\n D = plain # c\r\nA=2\r\nnonsense\r\nE=',
    );
    expect(Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value]))).toEqual({
      A: '2',
      B: 'x # y',
      D: 'plain',
      E: '',
    });
    expect(entries.get('A')?.line).toBe(5);
  });
});

describe('tracer options', () => {
  it('follow the defaults: level 2, everything in scope, nothing left out', async () => {
    const { settings } = await settingsWith('');
    expect(tracerOptions(await settings.read(), null)).toEqual({
      level: 2,
      levelFrom: 'global',
      budget: 0.15,
      clock: 'bounded',
      include: [],
      exclude: [],
      excludeFunctions: [],
      excludeNodeModules: true,
      levels: { languages: {}, files: {}, functions: {} },
      capture: {
        params: true,
        returns: true,
        maxBytes: 10_000,
        self: false,
        errors: true,
        full: false,
        vars: true,
        async: true,
        database: true,
        http: true,
      },
      patterns: [],
      includePackages: [],
      changedFiles: true,
      newFiles: true,
      linkCallbacks: true,
      contextHosts: ['local'],
      limits: { sampleRate: 1, minDurationNs: 0 },
      redactKeys: [],
      redact: { off: false, keep: [], values: [] },
      flushMs: 100,
    });
  });

  it('limit the overhead by level, or by what the settings say, or not at all', async () => {
    const byLevel = await settingsWith('');
    const shares = ([0, 1, 2, 3, 4, 5] as const).map(
      async (level) => tracerOptions(await byLevel.settings.read(), level).budget,
    );
    expect(await Promise.all(shares)).toEqual([undefined, 0.05, 0.15, 0.3, 0.5, undefined]);
    const own = await settingsWith('TRACING_OVERHEAD_BUDGET=2.5');
    expect(tracerOptions(await own.settings.read(), 5).budget).toBe(0.025);
    const off = await settingsWith('TRACING_OVERHEAD_BUDGET=0');
    expect('budget' in tracerOptions(await off.settings.read(), 1)).toBe(false);
  });

  it('carry what is to be left out, and refuse patterns that are none', async () => {
    const { settings } = await settingsWith(
      [
        'TRACING_SAMPLE_RATE=0.25',
        'TRACING_MAX_DEPTH=7',
        'TRACING_MIN_DURATION=0.5',
        'TRACING_MAX_SPANS=1000',
        'TRACING_MAX_RECORDED_MB=3',
        'TRACING_PATTERNS=src/llm/*:_:_, store:query:2, _:execute, lib/a:b/1',
        'TRACING_INCLUDE_PACKAGES=express,@org/name',
        'TRACING_REDACT_VALUES=ACME-\\d+',
        'TRACING_REDACT_EXCEPT=*Token',
        'TRACING_AUTO_REINSTRUMENT=no',
        'TRACING_CAPTURE_THIS=yes',
      ].join('\n'),
    );
    expect(tracerOptions(await settings.read(), null)).toMatchObject({
      limits: { sampleRate: 0.25, maxDepth: 7, minDurationNs: 5e5, maxSpans: 1000, maxBytes: 3e6 },
      patterns: [
        { module: 'src/llm/*', function: '_', arity: null },
        { module: 'store', function: 'query', arity: 2 },
        { module: '_', function: 'execute', arity: null },
        { module: 'lib/a', function: 'b', arity: 1 },
      ],
      includePackages: ['express', '@org/name'],
      redact: { off: false, keep: ['*Token'], values: ['ACME-\\d+'] },
      changedFiles: false,
      capture: { self: true },
    });
    for (const [key, value] of [
      ['TRACING_PATTERNS', 'no pattern'],
      ['TRACING_REDACT_VALUES', '('],
    ] as const) {
      await expect(settings.change(key, value)).rejects.toMatchObject({ code: 'refused' });
    }
  });

  it('trace only what is named where not everything is instrumented by itself', async () => {
    const files = await settingsWith('TRACING_AUTO_INSTRUMENT=false\nTRACING_LEVEL_FILES=src/=2');
    expect(tracerOptions(await files.settings.read(), 3)).toMatchObject({
      level: 0,
      levels: { languages: {}, files: { 'src/**': 2 } },
    });
    const functions = await settingsWith(
      'TRACING_AUTO_WRAP_FUNCTIONS=false\nTRACING_LEVEL_FILES=src/=2\nTRACING_LEVEL_FUNCTIONS=main=1',
    );
    expect(tracerOptions(await functions.settings.read(), null)).toMatchObject({
      level: 0,
      levels: { files: {}, functions: { main: 1 } },
    });
  });

  it('let the run choose its level, also when tracing is off by the settings', async () => {
    const { settings } = await settingsWith('TRACING_ENABLED=false');
    expect(tracerOptions(await settings.read(), null).level).toBe(0);
    expect(tracerOptions(await settings.read(), 1)).toMatchObject({ level: 1, levelFrom: 'run' });
  });

  it('take levels of files and functions, and report those that cannot be read', async () => {
    const { settings, get } = await settingsWith(
      'TRACING_DEFAULT_LEVEL=1\nTRACING_LEVEL_FILES=*.config.ts=0, src/=3\nTRACING_LEVEL_FUNCTIONS=Cart.total=5',
    );
    expect(tracerOptions(await settings.read(), null)).toMatchObject({
      levelFrom: 'project',
      levels: { files: { '**/*.config.ts': 0, 'src/**': 3 }, functions: { 'Cart.total': 5 } },
    });
    await settings.change('TRACING_LEVEL_FILES', 'src/a.ts=2');
    await expect(settings.change('TRACING_LEVEL_FILES', 'src/a.ts')).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await get('TRACING_LEVEL_FILES'))?.value).toBe('src/a.ts=2');
  });

  it('turn languages off and patterns into globs of relative paths', async () => {
    const { settings } = await settingsWith(
      'TRACING_LANGUAGES=typescript\nTRACING_LEVEL_TYPESCRIPT=1\nTRACING_EXCLUDE_FILES=*.test.ts, scripts/ ,./a/b.js',
    );
    expect(tracerOptions(await settings.read(), null)).toMatchObject({
      levels: { languages: { javascript: 0, typescript: 1, python: 0 } },
      exclude: ['**/*.test.ts', 'scripts/**', 'a/b.js'],
    });
  });
});
