import type { TraceContext } from '#contract';
import { plural } from '#renderer/widgets/format.ts';
import styles from './Inspector.module.css';
import { Section } from './Section.tsx';

const SHOWN = 5;

/** Headers by which requests join calls of several processes to one trace. */
export function TraceContexts({ contexts }: { contexts: readonly TraceContext[] }) {
  if (contexts.length === 0) return null;
  const shown = contexts.slice(0, SHOWN);
  return (
    <Section title="Trace context" aside={contexts.length}>
      <dl className={styles.facts} aria-label="Trace contexts">
        {shown.map(({ traceId, spanId, continues }) => (
          <TraceContextRow key={`${traceId}-${spanId}`} ids={`${traceId}-${spanId}`} continues={continues} />
        ))}
      </dl>
      {contexts.length > SHOWN && (
        <p className={styles.note}>{plural(contexts.length - SHOWN, 'more request')} sent one.</p>
      )}
    </Section>
  );
}

function TraceContextRow({ ids, continues }: { ids: string; continues: boolean }) {
  const tip = continues
    ? `${ids}: came with the request that this call answers`
    : `${ids}: sent with a request of this call`;
  return (
    <>
      <dt>{continues ? 'Received' : 'Sent'}</dt>
      <dd className={styles.wide} data-tip={tip}>
        {ids}
      </dd>
    </>
  );
}
