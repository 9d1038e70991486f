import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TracerConfig } from '../../runtime/format/index.ts';
import { requireHook } from '../tracer/launch.ts';

const root = join(import.meta.dirname, '../..');

/** The parser reads a chart library: millions of calls, deep recursion, and a call tree as wide as a program's text. */
const PROGRAM = `
const { parse } = require('./acorn.js');
parse(require('node:fs').readFileSync(__dirname + '/input.txt', 'utf8'), { ecmaVersion: 'latest' });
`;

/** Records a real program into `spoolDir`. Throws with what to do when the tracer is not built. */
export function recordProgram(spoolDir: string): void {
  requireHook();
  const dir = mkdtempSync(join(tmpdir(), 'callscape-program-'));
  try {
    cpSync(join(root, 'node_modules/acorn/dist/acorn.js'), join(dir, 'acorn.js'));
    cpSync(join(root, 'node_modules/echarts/dist/echarts.simple.js'), join(dir, 'input.txt'));
    writeFileSync(join(dir, 'main.cjs'), PROGRAM);
    mkdirSync(spoolDir, { recursive: true });
    const config: TracerConfig = {
      version: 1,
      spoolDir,
      projectDir: dir,
      level: 1,
      clock: 'bounded',
      include: ['**/*.js', '**/*.cjs'],
      exclude: [],
      excludeFunctions: [],
      excludeNodeModules: true,
      levels: { languages: {}, files: {}, functions: {} },
      capture: { params: true, returns: true, maxBytes: 10_000 },
      redactKeys: [],
      cacheDir: join(dir, 'cache'),
      flushMs: 100,
    };
    writeFileSync(join(dir, 'config.json'), JSON.stringify(config));
    const hook = join(root, 'dist/runtime/node/hook.cjs');
    const env = { CALLSCAPE_CONFIG: join(dir, 'config.json'), NODE_OPTIONS: `--require ${hook}` };
    execFileSync(process.execPath, [join(dir, 'main.cjs')], { env: { ...process.env, ...env } });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
