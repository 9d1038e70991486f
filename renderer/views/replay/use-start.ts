import { parseSpanId, type RunId } from '#contract';
import { type StepThread, useQuery, useServices } from '#renderer/data/index.ts';
import { type StepPlace, useApp } from '#renderer/state/index.ts';

/**
 * Where the replay stands: where the person left it, else at the first step of the selected call, else at the first step of the
 * thread with most of them. `null` while the call is looked for.
 */
export function usePlace(run: RunId, threads: readonly StepThread[]): StepPlace | null {
  const { recordings } = useServices();
  const { step, selection } = useApp(({ location }) => location);
  const span = step === null && selection?.kind === 'span' ? selection.span : null;
  const thread = span === null ? -1 : parseSpanId(span).thread;
  const total = threads.find((known) => known.thread === thread)?.total ?? 0;
  const first = useQuery<StepPlace | null>(
    span === null || total === 0
      ? null
      : {
          key: `run/${run}/firstStep/${span}`,
          revision: 0,
          load: async (signal) => {
            const steps = await recordings.steps({ run, thread, fromStep: 0, count: 1, span }, signal);
            return steps.length === 0 ? null : { thread, step: steps.step[0] as number };
          },
        },
  );
  if (step && threads.some((known) => known.thread === step.thread)) return step;
  if (span !== null && total > 0 && first.loading) return null;
  return first.value ?? { thread: threads[0]?.thread ?? 0, step: 0 };
}
