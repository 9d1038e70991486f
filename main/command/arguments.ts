import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { TracingLevel } from '#contract';

/** The command was not understood; one line for the person, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options every command takes. */
const common = {
  project: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

/** Parses what stands behind the command's name. Throws a UsageError for an option that does not exist. */
export function parse<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...common, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node explains in further sentences how to pass such a thing as a positional; nobody means that here.
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`);
  }
}

/** Absolute folder of the project: as given, else the current one. */
export function projectOf(values: { readonly project?: string | undefined }): string {
  const dir = resolve(values.project ?? '.');
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return dir;
  throw new UsageError(`There is no folder ${dir}.`);
}

/** Exactly these positionals, by name. */
export function positionals<N extends string>(
  given: readonly string[],
  ...names: readonly N[]
): Record<N, string> {
  const surplus = given[names.length];
  if (surplus !== undefined) throw new UsageError(`There is one argument too many: ${surplus}.`);
  const missing = names[given.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
  return Object.fromEntries(names.map((name, index) => [name, given[index]])) as Record<N, string>;
}

export function choice<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`--${option} ${value}: choose one of ${allowed.join(', ')}.`);
  return found;
}

export function levelOf(value: string | undefined): TracingLevel | undefined {
  if (value === undefined) return undefined;
  if (!/^[0-5]$/.test(value)) throw new UsageError(`--level ${value}: write a level from 0 to 5.`);
  return Number(value) as TracingLevel;
}

export function numberOf(option: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= min && number <= max)) {
    throw new UsageError(`--${option} ${value}: write a number from ${min} to ${max}.`);
  }
  return number;
}
