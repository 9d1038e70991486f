import type { CapturedValue, SpanDetail } from '#contract';
import { ValueTree } from '#renderer/app/values/ValueTree.tsx';
import styles from './Inspector.module.css';
import { Section } from './Section.tsx';

/** Parameters, and what came of the call. */
export function SpanValues({ span }: { span: SpanDetail }) {
  const { params, returned, thrown } = span;
  return (
    <>
      {thrown && <Thrown thrown={thrown} />}
      {params === null && returned === null && !thrown ? (
        <Section title="Values">
          <p className={styles.note}>
            Not captured in this run. Run at level 2 to record parameters and return values.
          </p>
        </Section>
      ) : (
        <>
          {params && (
            <Section title="Parameters">
              {params.length === 0 ? (
                <p className={styles.note}>Called without any.</p>
              ) : (
                <ValueTree label="Parameters" values={params} />
              )}
            </Section>
          )}
          {returned && (
            <Section title="Returned">
              <ValueTree label="Returned" values={[{ name: '', value: returned }]} />
            </Section>
          )}
        </>
      )}
    </>
  );
}

function Thrown({ thrown }: { thrown: CapturedValue }) {
  return (
    <Section title="Threw">
      <ValueTree label="Threw" values={[{ name: '', value: thrown }]} />
      {thrown.kind === 'error' && thrown.stack && <pre className={styles.stack}>{thrown.stack}</pre>}
    </Section>
  );
}
