import { ContractError } from '#contract';
import { STEP_KIND, type StepColumns, unpackSteps } from '../../store/step-page.ts';
import { LruCache } from '../lru-cache.ts';
import type { Query } from '../query.ts';
import type { ThreadState } from '../snapshot.ts';

/** Pages kept unpacked during one query: about 0.4 MB each. */
const KEPT_PAGES = 8;

/** What the table `step_pages` says of a page. */
export interface StepPageFacts {
  readonly id: number;
  readonly firstStep: number;
  readonly steps: number;
  readonly minSpan: number;
  readonly maxSpan: number;
  readonly minOwner: number;
  readonly maxOwner: number;
  readonly minTime: number;
  readonly maxTime: number;
}

export interface LoadedSteps extends StepColumns {
  /** Where the words of each row begin. */
  readonly offset: Int32Array;
}

/** A place in a thread's steps: row `row` of its page number `page`. */
export interface StepPosition {
  readonly page: number;
  readonly row: number;
}

/** The steps of one thread, a page at a time. Only inside the reader's `within`. */
export class StepReader {
  readonly thread: ThreadState;
  readonly pages: readonly StepPageFacts[];
  /** Steps of the thread. */
  readonly total: number;
  readonly #query: Query;
  readonly #loaded = new LruCache<number, LoadedSteps>(KEPT_PAGES);

  constructor(query: Query, threadIndex: number) {
    const thread = query.snapshot.threads[threadIndex];
    if (!thread) throw new ContractError('not-found', `The recording has no thread ${threadIndex}.`);
    this.#query = query;
    this.thread = thread;
    this.pages = query.reader
      .statement(
        `SELECT id, first_step AS firstStep, steps, min_span AS minSpan, max_span AS maxSpan,
         min_owner AS minOwner, max_owner AS maxOwner, min_time AS minTime, max_time AS maxTime
         FROM step_pages WHERE thread = ? ORDER BY first_step, id`,
      )
      .all(threadIndex) as StepPageFacts[];
    const last = this.pages.at(-1);
    this.total = last ? last.firstStep + last.steps : 0;
  }

  load(page: number): LoadedSteps {
    const { id } = this.pages[page] as StepPageFacts;
    const known = this.#loaded.get(id);
    if (known) return known;
    this.#query.checkpoint();
    const data = this.#query.reader.statement('SELECT data FROM step_pages WHERE id = ?').pluck().get(id);
    const columns = unpackSteps(data as Uint8Array);
    const offset = new Int32Array(columns.length);
    for (let row = 1; row < columns.length; row++) {
      offset[row] = (offset[row - 1] as number) + (columns.count[row - 1] as number);
    }
    const loaded = { ...columns, offset };
    this.#loaded.set(id, loaded);
    return loaded;
  }

  /** Where the step stands; behind the last row for the number of steps. */
  find(step: number): StepPosition {
    const { pages } = this;
    let low = 0;
    let high = pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((pages[middle] as StepPageFacts).firstStep <= step) low = middle;
      else high = middle - 1;
    }
    // A page without a step begins at the same number as the one behind it.
    for (let page = low; page < pages.length; page++) {
      const facts = pages[page] as StepPageFacts;
      if (step >= facts.firstStep + facts.steps) continue;
      const { kind } = this.load(page);
      let left = step - facts.firstStep;
      for (let row = 0; ; row++) if (kind[row] === STEP_KIND.LINE && left-- === 0) return { page, row };
    }
    return { page: pages.length, row: 0 };
  }

  /** The number of the step that a row belongs to: the last LINE at or before it; -1 before the first. */
  stepAt(page: number, row: number): number {
    const { kind } = this.load(page);
    let steps = (this.pages[page] as StepPageFacts).firstStep - 1;
    for (let i = 0; i <= row; i++) if (kind[i] === STEP_KIND.LINE) steps++;
    return steps;
  }

  /**
   * The last row before the position for which `matches` holds, in the pages that `mayHold`; undefined when there is none
   * up to `sinceNs`.
   */
  lastBefore(
    from: StepPosition,
    sinceNs: number,
    mayHold: (facts: StepPageFacts) => boolean,
    matches: (steps: LoadedSteps, row: number) => boolean,
  ): StepPosition | undefined {
    for (let page = Math.min(from.page, this.pages.length - 1); page >= 0; page--) {
      const facts = this.pages[page] as StepPageFacts;
      if (facts.maxTime < sinceNs) return undefined;
      if (!mayHold(facts)) continue;
      const steps = this.load(page);
      const end = page === from.page ? from.row : steps.length;
      for (let row = end - 1; row >= 0; row--) if (matches(steps, row)) return { page, row };
    }
    return undefined;
  }

  /** The first row at or behind the position, and up to `untilNs`, for which `matches` holds. */
  firstFrom(
    from: StepPosition,
    untilNs: number,
    mayHold: (facts: StepPageFacts) => boolean,
    matches: (steps: LoadedSteps, row: number) => boolean,
  ): StepPosition | undefined {
    for (let page = from.page; page < this.pages.length; page++) {
      const facts = this.pages[page] as StepPageFacts;
      if (facts.minTime > untilNs) return undefined;
      if (!mayHold(facts)) continue;
      const steps = this.load(page);
      for (let row = page === from.page ? from.row : 0; row < steps.length; row++) {
        if (matches(steps, row)) return { page, row };
      }
    }
    return undefined;
  }
}
