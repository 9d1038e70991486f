import type { FunctionIdentity, FunctionTable, Recordings, RunId, SpanDetail } from '#contract';
import type { RecordedCalls } from './fixer.ts';

/** Reads the calls that fixers ask about. `null`: there is no run, and so no call. */
export function recordedCalls(
  recordings: Pick<Recordings, 'functions' | 'spans' | 'span' | 'neighbours' | 'summary'>,
  run: RunId | null,
  signal?: AbortSignal,
): RecordedCalls {
  if (run === null) return { of: async () => [], callersOf: async () => [] };
  let table: Promise<FunctionTable> | null = null;
  const functionAt = async ({ file, name, line }: FunctionIdentity): Promise<[FunctionTable, number]> => {
    table ??= recordings.functions({ run }, signal);
    const known = await table;
    const at = known.name.findIndex(
      (one, index) =>
        one === name && known.line[index] === line && known.files[known.file[index] ?? -1] === file,
    );
    return [known, at];
  };
  return {
    async of(fn, order, limit): Promise<readonly SpanDetail[]> {
      const [, at] = await functionAt(fn);
      if (at === -1) return [];
      const page = await recordings.spans({ run, function: at, order, offset: 0, limit }, signal);
      return Promise.all(page.rows.map(({ id }) => recordings.span({ run, id }, signal)));
    },
    async callersOf(fn): Promise<readonly string[]> {
      const [known, at] = await functionAt(fn);
      if (at === -1) return [];
      // What a throttled function calls stands below another one, which may not be its caller.
      const { progress } = await recordings.summary({ run }, signal);
      if (progress.honesty.throttledFunctions > 0) return [];
      const { callers } = await recordings.neighbours({ run, function: at }, signal);
      return callers.flatMap((caller) => known.name[caller.function] ?? []);
    },
  };
}
