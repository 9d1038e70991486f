import type { FindStepRequest, FoundStep } from '#contract';
import { STEP_KIND } from '../../store/step-page.ts';
import type { Query } from '../query.ts';
import { type LoadedSteps, type StepPosition, StepReader } from './step-reader.ts';
import { ordinalIn } from './step-table.ts';
import { type KnownSpan, StepMeanings } from './variables.ts';

/** The step where a debugger would halt next, forwards or backwards. */
export function findStep(query: Query, request: Omit<FindStepRequest, 'run'>): FoundStep | null {
  const { thread, step, direction, target } = request;
  const steps = new StepReader(query, thread);
  const meanings = new StepMeanings(query, steps);
  const search = new StepSearch(steps, steps.find(Math.min(step, steps.total)), direction);
  const found = () => {
    switch (target.kind) {
      case 'call':
        return search.ofCall(ordinalIn(target.span, thread), meanings.span(ordinalIn(target.span, thread)));
      case 'line':
        return search.ofLine(target.line, inFile(query, meanings, target.file));
      case 'over':
        return search.ofCall(search.callHere(), meanings.span(search.callHere())) ?? search.outside(meanings);
      case 'out':
        return search.outside(meanings);
    }
  };
  const at = found();
  return at ? { step: steps.stepAt(at.page, at.row) } : null;
}

/** Looks for lines on one side of a place. */
class StepSearch {
  readonly #steps: StepReader;
  readonly #from: StepPosition;
  readonly #isNext: boolean;

  constructor(steps: StepReader, from: StepPosition, direction: FindStepRequest['direction']) {
    this.#steps = steps;
    this.#from = from;
    this.#isNext = direction === 'next';
  }

  /** Ordinal of the call that the step belongs to; -1: not known. */
  callHere(): number {
    const { page, row } = this.#from;
    return page < this.#steps.pages.length ? (this.#steps.load(page).span[row] as number) : -1;
  }

  /** The nearest line of a call; only while it is open, where that is known. */
  ofCall(ordinal: number, span: KnownSpan | undefined): StepPosition | undefined {
    if (ordinal < 0) return undefined;
    return this.#nearest(
      { startNs: span?.start ?? Number.NEGATIVE_INFINITY, endNs: span?.end ?? Number.POSITIVE_INFINITY },
      (facts) => facts.minSpan <= ordinal && facts.maxSpan >= ordinal,
      (loaded, row) => loaded.span[row] === ordinal,
    );
  }

  /** The nearest line of the innermost call further out that has any on this side. */
  outside(meanings: StepMeanings): StepPosition | undefined {
    let outermost = meanings.span(this.callHere());
    let parent = outermost?.parent ?? -1;
    while (parent >= 0) {
      const span = meanings.span(parent);
      const found = this.ofCall(parent, span);
      if (found) return found;
      outermost = span ?? outermost;
      parent = span?.parent ?? -1;
    }
    // Out of the outermost call the thread goes on with whatever runs when that has ended.
    const endNs = outermost?.end ?? Number.POSITIVE_INFINITY;
    if (!this.#isNext || endNs === Number.POSITIVE_INFINITY) return undefined;
    return this.#nearest(
      { startNs: Number.NEGATIVE_INFINITY, endNs: Number.POSITIVE_INFINITY },
      (facts) => facts.maxTime >= endNs,
      (loaded, row) => (loaded.time[row] as number) >= endNs,
    );
  }

  ofLine(line: number, isInFile: (ordinal: number) => boolean): StepPosition | undefined {
    return this.#nearest(
      { startNs: Number.NEGATIVE_INFINITY, endNs: Number.POSITIVE_INFINITY },
      () => true,
      (loaded, row) => loaded.place[row] === line && isInFile(loaded.span[row] as number),
    );
  }

  #nearest(
    { startNs, endNs }: { readonly startNs: number; readonly endNs: number },
    mayHold: Parameters<StepReader['lastBefore']>[2],
    matches: (loaded: LoadedSteps, row: number) => boolean,
  ): StepPosition | undefined {
    const isMatch = (loaded: LoadedSteps, row: number) =>
      loaded.kind[row] === STEP_KIND.LINE && matches(loaded, row);
    if (!this.#isNext) return this.#steps.lastBefore(this.#from, startNs, mayHold, isMatch);
    const behind = { page: this.#from.page, row: this.#from.row + 1 };
    return this.#steps.firstFrom(behind, endNs, mayHold, isMatch);
  }
}

function inFile(query: Query, meanings: StepMeanings, file: string): (ordinal: number) => boolean {
  const wanted = query.snapshot.files.indexOf(file);
  return (ordinal) => {
    const fn = meanings.span(ordinal)?.function;
    return fn !== undefined && wanted >= 0 && query.snapshot.functions[fn]?.file === wanted;
  };
}
