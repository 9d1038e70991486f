import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Of a line of the span export. */
interface Span {
  readonly function: string;
  readonly pid: number;
  readonly thread: number;
  readonly startNs: number;
  readonly durationNs: number | null;
}

/**
 * Writes the spans of an export once more as a Chrome trace, which Perfetto, the Firefox Profiler and speedscope read alike: a complete
 * event each, in microseconds (Trace Event Format, "X").
 */
export async function writeChromeTrace(spans: string, trace: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(spans) });
  async function* events(): AsyncGenerator<string> {
    let before = '[\n';
    let part = '';
    for await (const line of lines) {
      const { function: name, pid, thread: tid, startNs, durationNs } = JSON.parse(line) as Span;
      if (durationNs === null) continue;
      part +=
        before + JSON.stringify({ ph: 'X', name, pid, tid, ts: startNs / 1000, dur: durationNs / 1000 });
      before = ',\n';
      if (part.length > 1 << 20) {
        yield part;
        part = '';
      }
    }
    yield `${part}\n]\n`;
  }
  await pipeline(Readable.from(events()), createWriteStream(trace));
}
