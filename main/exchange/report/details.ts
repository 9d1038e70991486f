import {
  type CapturedValue,
  ContractError,
  type FunctionTable,
  type Recordings,
  type RunId,
  type SpanDetail,
} from '#contract';
import { plainValue } from '../../plain-value.ts';
import { formatCount, formatErrors, formatMs } from './words.ts';

/** Longest text of a call's values. */
const MAX_VALUES = 160;

export interface DetailsDeps {
  readonly recordings: Pick<Recordings, 'functions' | 'spans' | 'span'>;
}

export interface DetailsRequest {
  readonly run: RunId;
  /** As the report names it, or `file:name` where several have the name. */
  readonly function: string;
  /** Calls that are listed, the slowest first. */
  readonly limit: number;
}

/**
 * The calls of one function, one by one: when, how long, with what, how it ended, and the phases it went through, which are the calls
 * below it by function. Text that ends with a line end. `not-found` when the run has no such function, `refused` when it has several.
 */
export async function executionDetails(
  { recordings }: DetailsDeps,
  { run, function: wanted, limit }: DetailsRequest,
  signal?: AbortSignal,
): Promise<string> {
  const table = await recordings.functions({ run }, signal);
  const fn = findFunction(table, wanted);
  const page = await recordings.spans({ run, function: fn, order: 'slowest', offset: 0, limit }, signal);
  const ms = (ns: number): string => formatMs(ns < 0 ? null : ns / 1e6);
  const lines = [
    `Execution details: ${nameAt(table, fn)}`,
    `${formatCount(table.calls[fn] ?? 0)} calls, ${formatErrors(table.errors[fn] ?? 0)}, average ${ms(table.avgNs[fn] ?? -1)}, ` +
      `minimum ${ms(table.minNs[fn] ?? -1)}, maximum ${ms(table.maxNs[fn] ?? -1)}`,
  ];
  for (const { id } of page.rows) {
    const span = await recordings.span({ run, id }, signal);
    lines.push(
      '',
      `${id}  ${span.status}`,
      `  Start:    ${ms(span.startNs)} into the run`,
      `  Duration: ${ms(span.durationNs)}, ${ms(span.selfNs)} of its own, ${ms(span.activeNs)} active`,
      ...values(span),
      ...phases(span, table),
    );
  }
  if (page.total > page.rows.length)
    lines.push('', `${formatCount(page.total - page.rows.length)} faster calls are left out.`);
  return `${lines.join('\n')}\n`;
}

function findFunction({ length, name, file, files, calls }: FunctionTable, wanted: string): number {
  const found: number[] = [];
  for (let f = 0; f < length; f++) {
    const own = name[f] ?? '';
    if (own === wanted || `${files[file[f] ?? 0]}:${own}` === wanted) found.push(f);
  }
  const called = found.filter((f) => (calls[f] ?? 0) > 0);
  const [only, ...others] = called.length > 0 ? called : found;
  if (only === undefined)
    throw new ContractError(
      'not-found',
      `The run has no function "${wanted}". "callscape report" lists those it has.`,
    );
  if (others.length > 0) {
    const choices = called.map((f) => `${files[file[f] ?? 0]}:${name[f]}`);
    throw new ContractError(
      'refused',
      `Several functions are called "${wanted}". Choose one: ${choices.join(', ')}.`,
    );
  }
  return only;
}

const nameAt = ({ name, file, files, line }: FunctionTable, f: number): string =>
  `${name[f]}  ${files[file[f] ?? 0]}:${line[f]}`;

function values({ params, returned, thrown }: SpanDetail): string[] {
  const lines: string[] = [];
  if (params !== null && params.length > 0)
    lines.push(`  Request:  ${cut(params.map(({ name, value }) => `${name}=${text(value)}`).join(', '))}`);
  if (returned !== null) lines.push(`  Returned: ${cut(text(returned))}`);
  if (thrown !== null)
    lines.push(
      `  Threw:    ${cut(thrown.kind === 'error' ? `${thrown.type}: ${thrown.message}` : text(thrown))}`,
    );
  return lines;
}

const text = (value: CapturedValue): string => JSON.stringify(plainValue(value));

/** Without control characters, which a terminal would obey. */
function cut(long: string): string {
  const plain = long.replace(/\p{Cc}/gu, ' ');
  return plain.length <= MAX_VALUES ? plain : `${plain.slice(0, MAX_VALUES - 3)}...`;
}

/** Direct calls by function, in the order in which each came first. */
function phases({ children, childCount }: SpanDetail, table: FunctionTable): string[] {
  if (children.length === 0) return [];
  const byFunction = new Map<number, { calls: number; ns: number }>();
  for (const { function: fn, durationNs } of children) {
    const known = byFunction.get(fn) ?? { calls: 0, ns: 0 };
    byFunction.set(fn, { calls: known.calls + 1, ns: known.ns + Math.max(0, durationNs) });
  }
  const lines = [...byFunction].map(
    ([fn, { calls, ns }]) =>
      `    - ${table.name[fn]}: ${formatMs(ns / 1e6)}${calls === 1 ? '' : ` in ${formatCount(calls)} calls`}`,
  );
  const left = childCount - children.length;
  return ['  Phases:', ...lines, ...(left > 0 ? [`    ${formatCount(left)} later calls are left out.`] : [])];
}
