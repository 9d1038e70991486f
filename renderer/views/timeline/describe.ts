import type { FunctionTable, SpanDetail, ThreadSummary } from '#contract';
import { BoxFlag, durationText, type TimelineBoxes, timeText } from '../../canvas/index.ts';
import { count, plural } from '../../widgets/format.ts';
import type { HoverFact, HoverText } from '../../widgets/HoverCard.tsx';

const statusText: Readonly<Record<SpanDetail['status'], string>> = {
  ok: '',
  error: 'failed',
  unfinished: 'has not ended',
  incomplete: 'its end was lost',
};

export function placeOf(functions: FunctionTable, fn: number): string {
  const file = functions.files[functions.file[fn] ?? -1];
  return file === undefined ? '' : `${file}:${functions.line[fn]}`;
}

/** What is known of a span under the pointer; `detail` comes a moment later. */
export function describeSpan(
  boxes: TimelineBoxes,
  row: number,
  functions: FunctionTable,
  detail: SpanDetail | undefined,
): HoverText {
  const { spans } = boxes.window;
  const fn = spans.function[row] as number;
  const duration = spans.durationNs[row] as number;
  const flags = spans.flags[row] as number;
  const facts: HoverFact[] = [
    { label: 'Duration', value: duration < 0 ? 'has not ended' : durationText(duration) },
    { label: 'Self', value: detail === undefined ? '\u2026' : durationText(detail.selfNs) },
    { label: 'Start', value: timeText(spans.startNs[row] as number, 1e3) },
  ];
  if (detail !== undefined && flags & BoxFlag.async)
    facts.splice(2, 0, { label: 'Active', value: durationText(detail.activeNs) });
  if (flags & BoxFlag.error) facts.push({ label: 'Status', value: 'failed', bad: true });
  if (flags & BoxFlag.incomplete) facts.push({ label: 'Status', value: 'its end was lost' });
  return { title: functions.name[fn] ?? '', place: placeOf(functions, fn), facts };
}

/** A crowd: calls too short to be told apart at this zoom. */
export function describeCrowd(boxes: TimelineBoxes, row: number, functions: FunctionTable): HoverText {
  const { density } = boxes.window;
  const fn = density.function[row] as number;
  const errors = density.errors[row] as number;
  const facts: HoverFact[] = [{ label: 'In', value: durationText(density.durationNs[row] as number) }];
  if (fn >= 0) facts.push({ label: 'Mostly', value: functions.name[fn] ?? '' });
  if (errors > 0) facts.push({ label: 'Failed', value: count(errors), bad: true });
  return {
    title: plural(density.count[row] as number, 'call'),
    place: fn >= 0 ? placeOf(functions, fn) : '',
    facts,
    hint: 'Too short to tell apart here; double click to zoom in.',
  };
}

/** The selection as a sentence, for the bar and for a screen reader. */
export function describeSelected(
  detail: SpanDetail,
  functions: FunctionTable,
  threads: readonly ThreadSummary[],
): string {
  const parts = [
    functions.name[detail.function] ?? detail.identity.name,
    detail.durationNs < 0 ? 'has not ended' : durationText(detail.durationNs),
    `at ${timeText(detail.startNs, 1e3)}`,
    threads[detail.thread]?.name ?? '',
    detail.durationNs < 0 ? '' : statusText[detail.status],
  ];
  return parts.filter((part) => part !== '').join(', ');
}
