import { finestLevel, MAX_LEVEL, MIN_LEVEL } from '../store/density-block.ts';
import { classOf } from '../store/span-page.ts';
import { type BlockSink, DensityLevel } from './density-level.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

/** Counts the spans of a thread for every zoom, as they end. */
export class DensityBuilder {
  /** By level; those below `MIN_LEVEL` are left out. */
  readonly #levels: DensityLevel[] = [];

  constructor(sink: BlockSink) {
    for (let level = MAX_LEVEL; level >= MIN_LEVEL; level--) {
      this.#levels[level - MIN_LEVEL] = new DensityLevel(level, this.#levels[level + 1 - MIN_LEVEL], sink);
    }
  }

  /** Spans in the order of their ends. A span counts from the finest level of its class on. */
  addSpans({ length, times, facts }: SpanBatch): void {
    for (let at = 0; at < length * ROW; at += ROW) {
      const index = finestLevel(classOf(times[at + T.duration] as number)) - MIN_LEVEL;
      const level = this.#levels[index];
      // Spans of hours are never narrower than a pixel.
      if (!level) continue;
      if ((times[at + T.end] as number) >= level.end) this.#advance(index, times[at + T.end] as number);
      const error = (facts[at + F.flags] as number) & 1;
      level.addSpan(
        times[at + T.start] as number,
        facts[at + F.lane] as number,
        error,
        facts[at + F.function] as number,
      );
    }
  }

  /** Brings every level to `now` and hands out the blocks that changed. */
  write(now: number): void {
    this.#advance(this.#levels.length - 1, now);
    for (const level of this.#levels) level.write(false);
  }

  finish(): void {
    for (const level of this.#levels) level.finish();
  }

  /** From the finest level up: what a level closes goes into the one above, which must still be open for it. */
  #advance(upTo: number, now: number): void {
    for (let i = 0; i <= upTo; i++) {
      const level = this.#levels[i] as DensityLevel;
      if (now >= level.end) level.advance(Math.floor(now / level.width));
    }
  }
}
