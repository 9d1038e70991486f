import { openScan } from '../../main/query/index.ts';

/** What a text format would need for the first spans of a recording. */
export interface JsonFigures {
  readonly spans: number;
  readonly bytes: number;
  /** JSON.parse alone, before anything is drawn. */
  readonly parseMs: number;
}

/** The first `limit` spans as Chrome's trace events, and as speedscope's open and close events. */
export async function jsonFigures(
  file: string,
  limit: number,
): Promise<{ chrome: JsonFigures; speedscope: JsonFigures }> {
  const scan = openScan(file);
  const names = scan.functions().name;
  const chrome: string[] = [];
  const speedscope: { readonly at: number; readonly text: string }[] = [];
  try {
    for await (const batch of scan.spans()) {
      for (const { function: fn, startNs, durationNs, thread } of batch) {
        const [ts, dur] = [startNs / 1000, Math.max(0, durationNs) / 1000];
        chrome.push(
          JSON.stringify({ name: names[fn], cat: 'call', ph: 'X', ts, dur, pid: 1000, tid: thread }),
        );
        speedscope.push({ at: startNs, text: JSON.stringify({ type: 'O', frame: fn, at: startNs }) });
        const end = startNs + Math.max(0, durationNs);
        speedscope.push({ at: end, text: JSON.stringify({ type: 'C', frame: fn, at: end }) });
      }
      if (chrome.length >= limit) break;
    }
  } finally {
    scan.dispose();
  }
  speedscope.sort((a, b) => a.at - b.at);
  const spans = chrome.length;
  return {
    chrome: parsed(spans, `{"traceEvents":[${chrome.join(',')}]}`),
    speedscope: parsed(spans, `{"profiles":[{"events":[${speedscope.map(({ text }) => text).join(',')}]}]}`),
  };
}

function parsed(spans: number, text: string): JsonFigures {
  const began = performance.now();
  JSON.parse(text);
  return { spans, bytes: Buffer.byteLength(text), parseMs: performance.now() - began };
}
