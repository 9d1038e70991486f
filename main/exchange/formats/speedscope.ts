import type { RunId, ThreadSummary } from '#contract';
import type { RecordingScan } from '../../query/scan-types.ts';
import { createStacks, type Stacks } from './stacks.ts';

export interface SpeedscopeSource {
  readonly scan: RecordingScan;
  readonly run: { readonly id: RunId; readonly name: string };
  readonly version: string;
  /** From 0 to the recording's last event. */
  readonly durationNs: number;
}

/** Events of one chunk of text. */
const CHUNK = 8192;

/**
 * The evented file format of speedscope (https://www.speedscope.app/file-format-schema.json). Each thread is a profile; spans
 * of asynchronous functions that overlap instead of nesting go to further profiles of the thread (`createStacks` says how),
 * because an evented profile is one stack. Holds the events of one thread at a time, 32 bytes a span.
 */
export async function* speedscopeFile(
  source: SpeedscopeSource,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const { scan, run, version, durationNs } = source;
  const { length, name, files, file, line } = scan.functions();
  const frames = Array.from({ length }, (_, f) => ({
    name: name[f] ?? '',
    file: files[file[f] ?? -1] ?? '',
    line: line[f] ?? 0,
  }));
  const head = {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: `callscape@${version}`,
    name: run.name,
    activeProfileIndex: 0,
    shared: { frames },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"profiles":[`;
  let isFirst = true;
  let current = -1;
  let stacks = createStacks();
  const finished = (): Iterable<string> => {
    const thread = scan.threads[current];
    const parts = thread === undefined ? [] : profiles(thread, stacks, isFirst);
    isFirst &&= thread === undefined;
    return parts;
  };
  for await (const batch of scan.spans(signal)) {
    for (const span of batch) {
      if (span.thread !== current) {
        yield* finished();
        current = span.thread;
        stacks = createStacks();
      }
      const startNs = Math.round(span.startNs);
      const { ordinal, parent, function: f } = span;
      stacks.add({ ordinal, parent, function: f, startNs }, endOf(span, scan.threads[current], durationNs));
    }
  }
  yield* finished();
  yield ']}\n';
}

/** A span without an end is drawn to the end of its thread; while that lives, to the last event. */
function endOf(
  span: { startNs: number; durationNs: number },
  thread: ThreadSummary | undefined,
  lastNs: number,
): number {
  if (span.durationNs >= 0) return Math.round(span.startNs + span.durationNs);
  const endNs = thread === undefined || thread.endNs === -1 ? lastNs : thread.endNs;
  return Math.round(Math.max(span.startNs, endNs));
}

function* profiles(thread: ThreadSummary, stacks: Stacks, isFirst: boolean): Generator<string> {
  const events = stacks.finish();
  const endNs = events.reduce((latest, list) => Math.max(latest, list.at(-1) ?? 0), thread.startNs);
  for (const [stack, list] of events.entries()) {
    const overlap = stack === 0 ? '' : `, overlapping ${stack}`;
    const head = {
      type: 'evented',
      name: `${thread.name} (pid ${thread.pid}${overlap})`,
      unit: 'nanoseconds',
      startValue: thread.startNs,
      endValue: endNs,
    };
    yield `${isFirst && stack === 0 ? '' : ','}${JSON.stringify(head).slice(0, -1)},"events":[`;
    yield* eventText(list);
    yield ']}';
  }
}

function* eventText(list: readonly number[]): Generator<string> {
  let text = '';
  for (let at = 0; at < list.length; at += 2) {
    const event = list[at] ?? 0;
    const type = event >= 0 ? 'O' : 'C';
    text += `${at === 0 ? '' : ','}{"type":"${type}","frame":${event >= 0 ? event : ~event},"at":${list[at + 1]}}`;
    if (at % CHUNK === 0) {
      yield text;
      text = '';
    }
  }
  yield text;
}
