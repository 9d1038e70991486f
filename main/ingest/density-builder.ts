import { finestLevel, MAX_LEVEL, MIN_LEVEL, vote } from '../store/density-block.ts';
import { CLASSES } from '../store/span-page.ts';
import type { ClassOrder } from './batch-rows.ts';
import { type BlockSink, DensityLevel, type DensityLevelState, L, LANE } from './density-level.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

const LEVELS = MAX_LEVEL - MIN_LEVEL + 1;
/** By duration class: the place of the finest level at which its spans count. */
const FINEST = Uint8Array.from({ length: CLASSES }, (_, k) => finestLevel(k) - MIN_LEVEL);

/** Counts the spans of a thread for every zoom, as they end. */
export class DensityBuilder {
  /** From the finest one up. */
  readonly #levels: DensityLevel[] = [];
  /** Where the newest bucket of each level begins, ns since the thread's origin. */
  readonly #begins = new Float64Array(LEVELS);
  /** Where the newest bucket of the finest level ends: until then no level has to go on. */
  #end = 0;

  constructor(sink: BlockSink) {
    for (let level = MAX_LEVEL; level >= MIN_LEVEL; level--) {
      this.#levels[level - MIN_LEVEL] = new DensityLevel(level, this.#levels[level + 1 - MIN_LEVEL], sink);
    }
    this.#advance(0);
  }

  /** Spans in the order of their ends. A span counts from the finest level of its class on. */
  addSpans({ length, times, facts }: SpanBatch, { classes }: ClassOrder): void {
    const begins = this.#begins;
    const levels = this.#levels;
    let end = this.#end;
    for (let i = 0, at = 0; i < length; i++, at += ROW) {
      if ((times[at + T.end] as number) >= end) {
        this.#advance(times[at + T.end] as number);
        end = this.#end;
      }
      const index = FINEST[classes[i] as number] as number;
      // Spans of hours are never narrower than a pixel.
      if (index >= LEVELS) continue;
      const level = levels[index] as DensityLevel;
      const open =
        (times[at + T.start] as number) >= (begins[index] as number) ? level.current : level.previous;
      const { numbers } = open;
      const lane = (facts[at + F.lane] as number) * LANE;
      const error = (facts[at + F.flags] as number) & 1;
      const functionIndex = facts[at + F.function] as number;
      if (lane >= numbers.length || numbers[lane] === 0) {
        open.add(facts[at + F.lane] as number, 1, error, functionIndex, 1);
        continue;
      }
      // `OpenBucket.add` once more, for one span.
      numbers[lane] = (numbers[lane] as number) + 1;
      numbers[lane + L.errors] = (numbers[lane + L.errors] as number) + error;
      vote(numbers, lane + L.function, functionIndex, 1);
    }
  }

  /** Brings every level to `now` and hands out the blocks that changed. */
  write(now: number): void {
    this.#advance(now);
    for (const level of this.#levels) level.write();
  }

  /** Writes everything out and gives the memory back: no span will come. */
  finish(): void {
    for (const level of this.#levels) level.finish();
    this.#levels.length = 0;
  }

  /** Directly after `write`. */
  save(): DensityLevelState[] {
    return this.#levels.map((level) => level.save());
  }

  /** `stored`: a block as it is in the recording. */
  restore(states: readonly DensityLevelState[], stored: (level: number, block: number) => Uint8Array): void {
    for (const [i, state] of states.entries()) {
      const level = this.#levels[i] as DensityLevel;
      level.restore(state, stored);
      this.#begins[i] = level.newest * level.width;
    }
    this.#setEnd();
  }

  /** From the finest level up: what a level closes goes into the one above, which must still be open for it. */
  #advance(now: number): void {
    for (let i = 0; i < LEVELS; i++) {
      const level = this.#levels[i] as DensityLevel;
      const bucket = Math.floor(now / level.width);
      // Buckets lie within those of the next level: if this one is the same, so are all above.
      if (bucket === level.newest && i > 0) break;
      level.advance(bucket);
      this.#begins[i] = level.newest * level.width;
    }
    this.#setEnd();
  }

  #setEnd(): void {
    const [finest] = this.#levels as [DensityLevel];
    this.#end = (finest.newest + 1) * finest.width;
  }
}
