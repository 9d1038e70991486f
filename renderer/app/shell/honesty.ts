import type { Honesty, ThrottledCalls } from '#contract';
import { count, duration, figureText, percent, plural } from '../../widgets/format.ts';

/** One thing the recording lacks or the tracer cost, explained. */
export interface HonestyFact {
  readonly id: string;
  readonly label: string;
  /** The figure, in words. */
  readonly value: string;
  /** What it means for what is on screen. */
  readonly meaning: string;
  /** Something is missing because of it. */
  readonly isLoss: boolean;
}

/** Everything a recording owns up to, in the order of weight. */
export function honestyFacts(honesty: Honesty): readonly HonestyFact[] {
  const loss = (id: string, n: number, label: string, meaning: string): HonestyFact => ({
    id,
    label,
    value: count(n),
    meaning,
    isLoss: n > 0,
  });
  return [
    {
      id: 'cost',
      label: 'Tracer cost',
      value: `${figureText(percent(honesty.tracerCostShare))}, ${figureText(duration(honesty.tracerCostNs))}`,
      meaning: 'Estimated time that tracing added to the app. Shares between functions are little affected.',
      isLoss: false,
    },
    loss(
      'dropped',
      honesty.dropped,
      'Dropped spans',
      'Calls that happened and are not here. Counts and times are lower bounds.',
    ),
    loss(
      'throttled',
      honesty.throttledFunctions,
      'Throttled functions',
      'Called so often that a span for each call would have broken the overhead budget. Calls are counted exactly; only a part of them has times, and self times of their callers hold the rest.',
    ),
    loss('sampled', honesty.sampled, 'Sampled out', 'Calls left out by a sampling rule of the settings.'),
    loss(
      'unfinished',
      honesty.unfinished,
      'Unfinished spans',
      'Calls without a recorded end: still running, or cut off when the process ended.',
    ),
    loss(
      'damaged',
      honesty.damagedFrames,
      'Damaged frames',
      'Pieces of the recording stream that were torn, as after a kill. What they held is lost.',
    ),
    loss(
      'cut-short',
      honesty.cutShort ?? 0,
      'Threads cut short',
      'Their recording stops without an end: the process was killed, or the disk was full. What came after is missing and was counted by nobody.',
    ),
    loss(
      'skipped',
      honesty.skippedFiles.length,
      'Skipped files',
      'Files that ran as they are, untraced. Their functions are missing; their callees look as if called from outside.',
    ),
    {
      // Values are bounded on purpose: a warning that every run shows would soon be read by nobody.
      ...loss(
        'truncated',
        honesty.truncatedValues,
        'Truncated values',
        'Captured values cut at the size limits. Marked where they are shown.',
      ),
      isLoss: false,
    },
    {
      ...loss(
        'redacted',
        honesty.redactedValues,
        'Redacted values',
        'Secrets removed before anything was written. They cannot be brought back.',
      ),
      isLoss: false,
    },
    {
      id: 'clock',
      label: 'Clock error',
      value: `at most ${figureText(duration(honesty.maxClockErrorNs))}`,
      meaning: 'The largest error of a single recorded time. Durations near it are uncertain.',
      isLoss: false,
    },
  ];
}

/** One throttled function, in words. */
export function throttledText({ name, factor, timeNs, counted, timed }: ThrottledCalls): string {
  const span = figureText(duration(timeNs));
  return `${name}: for ${span} at least one call in ${count(factor)} was timed; ${plural(timed, 'call')} with times, ${plural(counted, 'call')} without`;
}

/** What makes figures on screen incomplete, as one sentence; `null` when nothing does. */
export function lossSentence(honesty: Honesty): string | null {
  const parts: string[] = [];
  if (honesty.dropped > 0) parts.push(`${plural(honesty.dropped, 'span')} dropped`);
  if (honesty.sampled > 0) parts.push(`${plural(honesty.sampled, 'call')} sampled out`);
  if (honesty.damagedFrames > 0) parts.push(`${plural(honesty.damagedFrames, 'damaged frame')}`);
  if (honesty.cutShort) parts.push(`${plural(honesty.cutShort, 'thread')} cut short`);
  if (honesty.skippedFiles.length > 0)
    parts.push(`${plural(honesty.skippedFiles.length, 'file')} not traced`);
  if (honesty.throttledFunctions > 0)
    parts.push(`${plural(honesty.throttledFunctions, 'function')} throttled`);
  return parts.length === 0 ? null : `This recording is not complete: ${parts.join(', ')}.`;
}
