import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ContractError, type ProjectDir } from '#contract';

export const CONFIG_FILE = 'callscape.config.json';

const severity = v.picklist(['off', 'low', 'medium', 'high', 'critical']);
const positive = v.pipe(v.number(), v.minValue(0));
const globs = v.array(v.pipe(v.string(), v.minLength(1)));

/** `docs/config.schema.json` says the same to editors; a test compares them. */
export const configSchema = v.strictObject({
  $schema: v.optional(v.string()),
  /** How grave the findings of a rule are, whatever the rule says; `off`: it is not asked. */
  rules: v.optional(v.record(v.string(), severity), {}),
  /** Average time from which on a function is slow. */
  performance_threshold_ms: v.optional(positive, 100),
  /** The same for single functions, by `name` or `file:name`. */
  sla: v.optional(v.record(v.string(), positive), {}),
  /** Globs of files that run without being imported. */
  entry: v.optional(globs, []),
  /** Globs of files of which nothing is reported. */
  ignore: v.optional(globs, []),
});

export type Config = v.InferOutput<typeof configSchema>;

export const defaultConfig: Config = v.parse(configSchema, {});

/** What was agreed for one function, ms; `undefined`: nothing. */
export const slaOf = ({ sla }: Config, file: string, name: string): number | undefined =>
  sla[`${file}:${name}`] ?? sla[name];

/** The project's settings, or the defaults without a file. `refused` with what is wrong and what there is. */
export async function readConfig(dir: ProjectDir, ruleIds: ReadonlySet<string>): Promise<Config> {
  const text = await readFile(join(dir, CONFIG_FILE), 'utf8').catch(() => null);
  if (text === null) return defaultConfig;
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw refused(`is not JSON: ${(error as Error).message}`);
  }
  const parsed = v.safeParse(configSchema, value);
  if (!parsed.success) throw refused(complaint(parsed.issues[0]));
  const unknown = Object.keys(parsed.output.rules).find((id) => !ruleIds.has(id));
  if (unknown !== undefined)
    throw refused(
      `names a rule "${unknown}", which does not exist. There are: ${[...ruleIds].sort().join(', ')}.`,
    );
  return parsed.output;
}

function complaint(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  if (issue.expected === 'never' && issue.path?.length === 1)
    return `has a key "${path}", which means nothing. There are: ${Object.keys(configSchema.entries).join(', ')}.`;
  return `has a value at "${path}" that does not fit: ${issue.message}.`;
}

const refused = (what: string): ContractError =>
  new ContractError('refused', `${CONFIG_FILE} ${what} Correct the file and try again.`);
