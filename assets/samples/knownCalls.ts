import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One function of `<sample>.calls.json`: what is known about it before anything runs. */
export interface KnownCalls {
  readonly file: string;
  /** Qualified: `Class.method` or the function's own name. */
  readonly function: string;
  readonly calls: number;
  readonly errors: number;
  readonly why: string;
}

/** Calls by `file:name`, where the name is the function's own, without its class. */
export type CallCounts = ReadonlyMap<string, number>;

export function readKnownCalls(sample: 'shop' | 'datajob'): readonly KnownCalls[] {
  const text = readFileSync(new URL(`${sample}.calls.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { functions: KnownCalls[] }).functions;
}

/** The key of a function in `CallCounts`. */
export function countKey({ file, function: name }: KnownCalls): string {
  return `${file}:${name.slice(name.lastIndexOf('.') + 1)}`;
}

/** The part of a file written for NODE_V8_COVERAGE that is read here; the first range is the whole function. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

/** V8's own exact call counts for a project's files, summed over all processes and threads that wrote into `folder`. */
export function readV8Counts(folder: string, project: string): CallCounts {
  const root = `${pathToFileURL(project).href}/`;
  const counts = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    const coverage = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage;
    for (const { url, functions } of coverage.result) {
      if (!url.startsWith(root)) continue;
      for (const { functionName, ranges } of functions) {
        const key = `${url.slice(root.length)}:${functionName}`;
        counts.set(key, (counts.get(key) ?? 0) + (ranges[0]?.count ?? 0));
      }
    }
  }
  return counts;
}

/** The counts that countCalls.py has written. */
export function readPythonCounts(file: string): CallCounts {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>));
}
