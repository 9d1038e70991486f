import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeVersion } from '../testing/node-versions.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** One program of the suite. What it needs is said in its own comments, wherever they may stand. */
export interface Program {
  /** `<group>/<file>`. */
  readonly name: string;
  readonly group: string;
  readonly cwd: string;
  /** `spans: 12`, or `spans: >=12` where timing decides: the calls that must be in the recording at level 1. */
  readonly spans: { readonly exactly: boolean; readonly count: number };
  /** `node: >=22.12`: the first version that knows what the program uses; 0 for all. */
  readonly since: number;
  /** `options: --expose-gc`, for Node; `arguments: ..`, for the program; `stdin: ..`, with `\n` for a line's end. */
  readonly options: readonly string[];
  readonly args: readonly string[];
  readonly stdin?: string;
}

const FIELD = /^\W*(spans|node|options|arguments|stdin): (.*?)(?:\*\/|-->)?[ \t\r]*$/gm;
const words = (text: string | undefined) => text?.split(' ').filter(Boolean) ?? [];

function readProgram(path: string): Program {
  const file = join(fixtures, path);
  const fields = Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(FIELD)].map(([, key, value]) => [key as string, value as string]),
  );
  const [, atLeast, count] = /^(>=)?(\d+)$/.exec(fields.spans ?? '') ?? [];
  if (count === undefined) throw new Error(`${path} does not say how many spans it makes`);
  return {
    name: path,
    group: dirname(path),
    cwd: dirname(file),
    spans: { exactly: atLeast === undefined, count: Number(count) },
    since: versionNumber(fields.node?.replace('>=', '') ?? '0'),
    options: words(fields.options),
    args: [basename(file), ...words(fields.arguments)],
    ...(fields.stdin === undefined ? {} : { stdin: fields.stdin.replaceAll('\\n', '\n') }),
  };
}

export const programs: readonly Program[] = globSync('*/*.{js,cjs,mjs,ts,cts,mts}', { cwd: fixtures })
  .sort()
  .map(readProgram);

/** `22.12` as 22012. */
function versionNumber(text: string): number {
  const [major, minor = '0'] = text.split('.');
  return Number(major) * 1000 + Number(minor);
}

export function runsOn(program: Program, node: NodeVersion): boolean {
  return versionNumber(node.version) >= program.since;
}
