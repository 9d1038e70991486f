import { CHANNEL, CHANNEL_PID_BITS } from '../../format/index.ts';
import type { Arrival, Departure, TestSpan, TestThread } from './read-spools.ts';

const channelOf = (kind: number, pid: number) => `${kind * 2 ** CHANNEL_PID_BITS + pid}/0`;
const isSpan = (one: TestSpan | Arrival): one is TestSpan => 'children' in one;

/**
 * Parents of roots in other threads, found naively: what the ingest must agree with. Each message is looked for among all
 * that have left.
 */
export function parentsElsewhere(threads: readonly TestThread[]): Map<TestSpan, TestSpan> {
  const departures = new Map<string, Departure>();
  for (const thread of threads)
    for (const one of thread.departures) departures.set(`${one.channel}#${one.sequence}`, one);
  const senderOf = (arrival: Arrival, thread: TestThread): TestSpan | undefined => {
    const departure =
      departures.get(`${arrival.channel}#${arrival.sequence}`) ??
      starterOf(arrival, thread, threads, departures);
    if (!departure) return arrival.fallback;
    if (isSpan(departure.by)) return departure.by;
    const { by } = departure;
    const home = threads.find(({ arrivals }) => arrivals.includes(by)) as TestThread;
    return senderOf(by, home) ?? arrival.fallback;
  };
  const parents = new Map<TestSpan, TestSpan>();
  for (const thread of threads) {
    for (const arrival of thread.arrivals) {
      const sender = senderOf(arrival, thread);
      if (sender) for (const root of arrival.roots) parents.set(root, sender);
    }
  }
  return parents;
}

/** Of a process that a shell has started, or somebody who waited: the nearest ancestor that is known says which. */
function starterOf(
  { channel }: Arrival,
  { process }: TestThread,
  threads: readonly TestThread[],
  departures: ReadonlyMap<string, Departure>,
): Departure | undefined {
  if (channel !== channelOf(CHANNEL.PROCESS, process.pid)) return undefined;
  const isRecorded = (pid: number) => threads.some((thread) => thread.process.pid === pid);
  const began = Number(process.originUnixNs);
  for (const pid of [process.ppid, ...(process.ancestors ?? [])]) {
    if (isRecorded(pid)) return lastCall(channelOf(CHANNEL.SYNC_PROCESS, pid), threads, began);
    const departure = departures.get(`${channelOf(CHANNEL.PROCESS, pid)}#0`);
    if (departure) return departure;
  }
  return undefined;
}

function lastCall(channel: string, threads: readonly TestThread[], began: number): Departure | undefined {
  return threads
    .flatMap((thread) =>
      thread.departures
        .filter((one) => one.channel === channel)
        .map((one) => ({ one, at: Number(thread.process.originUnixNs) + one.timeNs })),
    )
    .filter(({ at }) => at <= began)
    .sort((a, b) => b.at - a.at)[0]?.one;
}
