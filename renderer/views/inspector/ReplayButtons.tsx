import { parseSpanId, type SpanDetail } from '#contract';
import { attempt } from '#renderer/app/actions/report.ts';
import { useServices, useStepThreads } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';

/** Leads from a call to its steps, where its thread has recorded any; from a failed one also to the last of them. */
export function ReplayButtons({ run, span }: { readonly run: string; readonly span: SpanDetail }) {
  const { recordings } = useServices();
  const openReplay = useApp((state) => state.openReplay);
  const { thread } = parseSpanId(span.id);
  const steps = useStepThreads(run).value?.find((known) => known.thread === thread)?.total ?? 0;
  if (steps === 0) return null;
  const openFailure = () =>
    attempt('The last step of the call cannot be found', async () => {
      const target = { kind: 'call', span: span.id } as const;
      const last = await recordings.findStep({ run, thread, step: steps, direction: 'previous', target });
      openReplay(last && { thread, step: last.step });
    });
  return (
    <>
      <Button small tip="Step through this call from its first line" onClick={() => openReplay(null)}>
        Replay
      </Button>
      {span.status === 'error' && (
        <Button small tip="The last line before it threw, with the variables" onClick={openFailure}>
          Failure
        </Button>
      )}
    </>
  );
}
