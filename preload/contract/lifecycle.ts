/** Something that must be given back: a subscription, a channel, a running query. Disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Collects disposables and gives them all back at once, the newest first. */
export class DisposableStore implements Disposable {
  readonly #held = new Set<Disposable>();
  #disposed = false;

  /** Takes ownership; disposes at once when the store is gone already. */
  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#held.add(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    const held = [...this.#held].reverse();
    this.#held.clear();
    for (const item of held) item.dispose();
  }
}
