import type { Disposable } from '#contract';

/** What is done in one go, or in parts: a generator goes on from where it yielded. */
export type Work = (() => void) | (() => Iterable<unknown>);

/** After so long, ms, the parts that are left wait for the next task. */
const TASK_MS = 12;

/**
 * Does work for an element in the order in which it was given, each piece in a task of its own or, in parts, in several short ones, so that
 * the window answers and paints in between. Until all is done the element is marked as busy. Work that fails is left where it is, and told.
 */
export class Turns implements Disposable {
  readonly #element: HTMLElement;
  readonly #onError: (error: unknown) => void;
  readonly #waiting: Work[] = [];
  #parts: Iterator<unknown> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement, onError: (error: unknown) => void) {
    this.#element = element;
    this.#onError = onError;
  }

  add(work: Work): void {
    this.#waiting.push(work);
    if (this.#timer !== undefined) return;
    this.#element.dataset.busy = 'true';
    this.#timer = setTimeout(this.#next);
  }

  /** What has not been done is left. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#parts?.return?.();
    this.#parts = null;
    this.#waiting.length = 0;
    delete this.#element.dataset.busy;
  }

  readonly #next = (): void => {
    this.#timer = setTimeout(this.#next);
    try {
      this.#goOn();
    } catch (error) {
      this.#parts = null;
      this.#onError(error);
    }
    if (this.#parts !== null || this.#waiting.length > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    delete this.#element.dataset.busy;
  };

  #goOn(): void {
    this.#parts ??= this.#waiting.shift()?.()?.[Symbol.iterator]() ?? null;
    const until = performance.now() + TASK_MS;
    // A frame between all parts would paint again and again what is there of a picture.
    while (this.#parts !== null && performance.now() < until) if (this.#parts.next().done) this.#parts = null;
  }
}
