const WINDOW_MS = 1000;

/** Spans per second over the last second or a little more. */
export class SpanRate {
  readonly #samples: { readonly spans: number; readonly atMs: number }[] = [];

  next(spans: number, atMs: number): number {
    const samples = this.#samples;
    samples.push({ spans, atMs });
    while (samples.length > 2 && (samples[1] as { atMs: number }).atMs <= atMs - WINDOW_MS) samples.shift();
    const [first] = samples;
    if (!first || atMs <= first.atMs) return 0;
    return ((spans - first.spans) * 1000) / (atMs - first.atMs);
  }
}
