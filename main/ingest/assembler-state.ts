import type { LanesState } from './lanes.ts';
import type { MarkedSpan, MarksState } from './marks.ts';
import type { OpenSpansState } from './open-spans.ts';

/** All that the next events of a thread depend on. */
export interface AssemblerState {
  readonly open: OpenSpansState;
  readonly lanes: LanesState;
  readonly marks: MarksState;
  readonly stack: Int32Array;
  readonly link: MarkedSpan | undefined;
  readonly isClaimed: boolean;
}

/** What is left to know once a thread has ended; see `SpanAssembler`. */
export interface AssemblerCounts {
  readonly spans: number;
  readonly lastNs: number;
  readonly unmatched: number;
  readonly lost: number;
  readonly endless: number;
}

export const countsOf = ({ spans, lastNs, unmatched, lost, endless }: AssemblerCounts): AssemblerCounts => ({
  spans,
  lastNs,
  unmatched,
  lost,
  endless,
});

/** The whole ns of an event that comes after `now`; a clock that goes back stands still. */
export const later = (now: number, timeNs: number): number => {
  const time = Math.floor(timeNs);
  // A comparison: `Math.max` has to think of NaN, and this is asked for every event.
  if (time > now) return time;
  return now;
};
