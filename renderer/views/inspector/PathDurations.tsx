import type { Durations, RunId } from '#contract';
import { useDurations } from '#renderer/data/index.ts';
import type { ChosenPath } from '#renderer/state/index.ts';
import { count, duration, figureText } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import { durationBars } from './duration-bars.ts';
import styles from './Inspector.module.css';
import { Section } from './Section.tsx';

const BARS = 28;

const figures = [
  ['Min', 'minNs'],
  ['p50', 'p50Ns'],
  ['Average', 'avgNs'],
  ['p95', 'p95Ns'],
  ['Max', 'maxNs'],
  ['p99', 'p99Ns'],
] as const;

/** How long the calls took that the selected row of the flame graph stands for: one way to the function, not all of them. */
export function PathDurations({ run, path }: { run: RunId; path: ChosenPath }) {
  const { value, error, exact } = useDurations(run, path.request);
  return (
    <Section title="Calls by this way" aside={value && exact ? count(value.calls) : undefined}>
      {error && <p className={styles.note}>{error.message}</p>}
      {!error && (value === undefined || !exact) && (
        <p className={styles.note}>Reading how long each of them took</p>
      )}
      {value && exact && !error && <Distribution durations={value} calls={path.calls} />}
    </Section>
  );
}

function Distribution({ durations, calls }: { durations: Durations; calls: number }) {
  if (durations.calls === 0) return <p className={styles.note}>No call with a recorded end came this way.</p>;
  const missing = calls - durations.calls;
  return (
    <>
      <Bars durations={durations} />
      <dl className={styles.facts}>
        {figures.map(([title, column]) => (
          <Fact key={title} title={title} ns={durations[column]} />
        ))}
      </dl>
      {missing > 0 && (
        <p className={styles.note}>
          Without {count(missing)} that were only counted or have no recorded end.
        </p>
      )}
    </>
  );
}

function Fact({ title, ns }: { title: string; ns: number }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <Num figure={duration(ns)} />
      </dd>
    </>
  );
}

function Bars({ durations }: { durations: Durations }) {
  const bars = durationBars(durations, BARS);
  const most = Math.max(...bars.map(({ calls }) => calls));
  const text = (ns: number) => figureText(duration(ns));
  const { minNs, p50Ns, p95Ns, maxNs } = durations;
  const said = `${count(durations.calls)} calls by how long they took: from ${text(minNs)} to ${text(maxNs)}, half of them at most ${text(p50Ns)}, 95 of 100 at most ${text(p95Ns)}`;
  return (
    <figure className={styles.bars}>
      <div role="img" aria-label={said}>
        {bars.map(({ fromNs, toNs, calls }) => (
          <span
            key={fromNs}
            title={`${count(calls)} from ${text(fromNs)} to ${text(toNs)}`}
            // What is there can be seen, however few they are.
            style={{ height: calls === 0 ? 0 : `${Math.max(3, (100 * calls) / most)}%` }}
          />
        ))}
      </div>
      <figcaption>
        <span>{text(minNs)}</span>
        <span>{text(maxNs)}</span>
      </figcaption>
    </figure>
  );
}
