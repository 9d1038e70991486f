import { SpanFlag, type TraceRows } from './trace-rows.ts';

/** Calls between lifelines (modules, or processes), in the order in which they began. */
export interface Sequence {
  /** Lanes that take part, in the order in which they were first called. */
  readonly lifelines: readonly number[];
  readonly messages: readonly Message[];
  /** Calls between lifelines that are not here, because there are too many. */
  readonly omitted: number;
}

export interface Message {
  /** Places in `lifelines`; the first message comes from nowhere (-1). */
  readonly from: number;
  readonly to: number;
  /** Of several, the first. */
  readonly row: number;
  /** The same call again and again, with nothing between. */
  readonly count: number;
  readonly totalNs: number;
  readonly errors: number;
  /** The last message that began while this one was open: itself when it called no other lifeline. */
  readonly until: number;
}

type OpenMessage = { -readonly [K in keyof Message]: Message[K] };

/** Calls that stay within a lifeline are not shown. `laneOf`: the lane of each row. At most `limit` messages. */
export function sequenceOf(rows: TraceRows, laneOf: Int32Array, limit: number): Sequence {
  const places = new Map<number, number>();
  const messages: OpenMessage[] = [];
  /** The message that a row belongs to: its own, or that of the caller in the same lifeline. */
  const messageOf = new Int32Array(rows.length).fill(-1);
  let omitted = 0;
  for (let row = 0; row < rows.length; row++) {
    const above = rows.parent[row] as number;
    const lane = laneOf[row] as number;
    const caller = above < 0 ? -1 : (messageOf[above] as number);
    if (above >= 0 && laneOf[above] === lane) {
      messageOf[row] = caller;
      continue;
    }
    const to = places.get(lane) ?? places.size;
    const from = above < 0 ? -1 : (places.get(laneOf[above] as number) ?? -1);
    const errors = (rows.flags[row] as number) & SpanFlag.error ? 1 : 0;
    const totalNs = (rows.endNsOf[row] as number) - (rows.startNsOf[row] as number);
    const last = messages.at(-1);
    if (omitted === 0 && last !== undefined && isAgain(rows, last, from, to, row, messages.length - 1)) {
      last.count++;
      last.totalNs += totalNs;
      last.errors += errors;
      messageOf[row] = messages.length - 1;
      continue;
    }
    if (messages.length >= limit) {
      omitted++;
      messageOf[row] = caller;
      continue;
    }
    places.set(lane, to);
    messageOf[row] = messages.length;
    messages.push({ from, to, row, count: 1, totalNs, errors, until: messages.length });
    for (let at = caller; at >= 0; at = callerOf(rows, messages, messageOf, at)) {
      (messages[at] as OpenMessage).until = messages.length - 1;
    }
  }
  return { lifelines: [...places.keys()], messages, omitted };
}

/** The message in which a message was sent. */
function callerOf(
  rows: TraceRows,
  messages: readonly OpenMessage[],
  messageOf: Int32Array,
  message: number,
): number {
  const above = rows.parent[messages[message]?.row as number] as number;
  return above < 0 ? -1 : (messageOf[above] as number);
}

/** Whether a call only repeats the last message: the same function by the same caller, and that one had called nobody. */
function isAgain(
  rows: TraceRows,
  last: OpenMessage,
  from: number,
  to: number,
  row: number,
  place: number,
): boolean {
  return (
    last.from === from &&
    last.to === to &&
    last.until === place &&
    rows.function[last.row] === rows.function[row] &&
    rows.parent[last.row] === rows.parent[row]
  );
}

/** As Mermaid's `sequenceDiagram`, to paste into a document. */
export function sequenceMermaid(
  { lifelines, messages }: Sequence,
  titleOf: (lane: number) => string,
  nameOf: (row: number) => string,
): string {
  const lines = [
    'sequenceDiagram',
    ...lifelines.map((lane, at) => `  participant L${at} as ${plain(titleOf(lane))}`),
  ];
  for (const { from, to, row, count, errors } of messages) {
    const label = `${plain(nameOf(row))}${count > 1 ? ` (${count} times)` : ''}${errors > 0 ? ' failed' : ''}`;
    lines.push(`  L${Math.max(0, from)}->>L${to}: ${label}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Mermaid ends a text at these. */
function plain(text: string): string {
  return text.replace(/[;#\n]/g, ' ');
}
