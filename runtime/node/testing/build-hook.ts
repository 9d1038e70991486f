import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let built: Promise<string> | undefined;

/** The hook as the sources stand now, bundled once for all test files; gives the path of `hook.cjs`. */
export function buildHook(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const { runtime } = await import('../../../rolldown.config.ts');
  const hash = createHash('sha1');
  for (const file of globSync('runtime/{format,node}/**/*.ts', { cwd: root }).sort()) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  const dir = join(root, 'node_modules/.cache/callscape-test', hash.digest('hex'));
  if (!existsSync(dir)) {
    const temporary = `${dir}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    for (const { output, ...options } of runtime) {
      const bundle = await rolldown({ cwd: root, ...options });
      await bundle.write({ ...output, dir: temporary } as never);
      await bundle.close();
    }
    try {
      renameSync(temporary, dir);
    } catch {
      // Another test file was faster; its bundle is the same.
      rmSync(temporary, { recursive: true });
    }
  }
  return join(dir, 'hook.cjs');
}
