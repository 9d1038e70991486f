import * as v from 'valibot';
import { ContractError, level, runId } from '#contract';
import type { RecordingState } from '../store/index.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const line = v.pipe(v.string(), v.maxLength(1000));
const unixMs = v.pipe(v.number(), v.minValue(0));

/** What is taken over from a recording that came from elsewhere: its file name and its row come from these. */
const schema = v.object({
  run: runId,
  facts: v.object({
    name: line,
    command: v.pipe(v.string(), v.maxLength(32_768)),
    cwd: v.string(),
    level,
    // A live run would be one whose processes can be stopped.
    state: v.picklist(['done', 'failed', 'interrupted']),
    pid: v.nullable(count),
    startedAt: unixMs,
    endedAt: v.nullable(unixMs),
    exitCode: v.nullable(v.number()),
    signal: v.nullable(line),
    diagnosis: v.nullable(v.object({ title: v.string(), detail: v.string(), action: v.string() })),
  }),
  summary: v.object({ spans: count, functions: count, errors: count }),
});

export type ImportedState = v.InferOutput<typeof schema>;

/** Checks what a recording says of itself, which anybody may have written. `damaged` when it cannot be true. */
export function checkedState(state: RecordingState, file: string): ImportedState {
  const parsed = v.safeParse(schema, state);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw damaged(file, `${v.getDotPath(issue) ?? 'its description'}: ${issue.message}`);
}

export const damaged = (file: string, why: string): ContractError =>
  new ContractError(
    'damaged',
    `${file} is no recording as Callscape writes it (${why}). Export or copy it again.`,
  );
