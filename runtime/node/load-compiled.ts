import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { TracerConfig } from '../format/index.ts';
import { TRACER_VERSION } from './config.ts';

/** What `tracer.cjs` gets from its wrapper. `keepCode` writes its compiled code, once it has run for a while. */
export interface Started {
  readonly config: TracerConfig;
  readonly keepCode: () => void;
}

// Captured before the app can replace them.
const { readFileSync, renameSync, statSync, writeFileSync } = fs;
const ownFs = Object.create(null, Object.getOwnPropertyDescriptors(fs)) as unknown;

type Wrapper = (require: NodeJS.Require, __filename: string, __dirname: string, started: Started) => void;

/**
 * Runs the tracer's bundle with the code that an earlier process compiled, functions that only ran later included: to
 * compile them again takes longer than all else at the start of a small app. Node's own compile cache would be the app's as well.
 */
export function loadCompiled(file: string, config: TracerConfig, requireIt: NodeJS.Require): void {
  const source = readFileSync(file, 'utf8');
  // The engine checks its own version and flags, but of the source nothing but its length.
  const build = `${TRACER_VERSION}-${source.length}-${statSync(file).mtimeMs}`;
  const kept = join(config.cacheDir, `tracer-${build}-${process.version}-${process.arch}`);
  const cachedData = readIfThere(kept);
  const script = new Script(`(function(require,__filename,__dirname,started){${source}\n})`, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const keepCode = (): void => {
    if (cachedData) return;
    try {
      const temporary = `${kept}.${process.pid}`;
      writeFileSync(temporary, script.createCachedData());
      renameSync(temporary, kept);
    } catch {
      // No folder, or a full disk: the next start compiles again.
    }
  };
  const requireOwn = ((id: string) => (id === 'node:fs' ? ownFs : requireIt(id))) as NodeJS.Require;
  (script.runInThisContext() as Wrapper)(requireOwn, file, dirname(file), { config, keepCode });
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
