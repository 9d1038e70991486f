import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** A Node that the project has installed to run targets with. */
export interface NodeVersion {
  readonly major: number;
  /** Such as `22.12.0`. */
  readonly version: string;
  readonly executable: string;
}

function installed(packageName: string): NodeVersion {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { major: Number.parseInt(version, 10), version, executable: join(dirname(manifest), 'bin/node') };
}

/** The Node that the project itself runs on. */
export const pinned = installed('node');

/** The other versions that targets may run on, oldest first. */
export const others: readonly NodeVersion[] = ['node-20', 'node-22', 'node-26'].map(installed);
