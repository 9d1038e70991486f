import type { TimeRange } from '#contract';
import { durationText, roundStep } from '#renderer/canvas/index.ts';
import styles from './trace.module.css';

const TICKS = 5;
/** A time needs so much of the width; nearer to the end its line stands alone. */
const LABEL_SHARE = 0.1;

/** Times since the beginning of the trace. */
export function WaterfallAxis({ range, originNs }: { range: TimeRange; originNs: number }) {
  const length = range.endNs - range.startNs;
  const step = roundStep(length / TICKS);
  const first = Math.ceil((range.startNs - originNs) / step) * step;
  const ticks: number[] = [];
  for (let at = first; at < range.endNs - originNs; at += step) ticks.push(at);
  return (
    <div className={styles.axis} data-part="axis" aria-hidden="true">
      {ticks.map((at) => {
        const share = (at + originNs - range.startNs) / length;
        return (
          <span key={at} style={{ left: `${share * 100}%` }}>
            {share <= 1 - LABEL_SHARE && (at === 0 ? '0' : durationText(at))}
          </span>
        );
      })}
    </div>
  );
}
