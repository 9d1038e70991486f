import type { TimeRange } from '#contract';
import { durationText, roundStep } from '#renderer/canvas/index.ts';
import styles from './trace.module.css';

const TICKS = 5;

/** Times since the beginning of the trace. */
export function WaterfallAxis({ range, originNs }: { range: TimeRange; originNs: number }) {
  const length = range.endNs - range.startNs;
  const step = roundStep(length / TICKS);
  const first = Math.ceil((range.startNs - originNs) / step) * step;
  const ticks: number[] = [];
  for (let at = first; at < range.endNs - originNs; at += step) ticks.push(at);
  return (
    <div className={styles.axis} aria-hidden="true">
      {ticks.map((at) => (
        <span key={at} style={{ left: `${((at + originNs - range.startNs) / length) * 100}%` }}>
          {at === 0 ? '0' : durationText(at)}
        </span>
      ))}
    </div>
  );
}
