import { nearness } from './nearness.ts';
import type { Product } from './types.ts';

/** What somebody likes, read from what they bought. */
export class Taste {
  readonly categories = new Map<string, number>();
  readonly tags = new Map<string, number>();
  readonly meanPriceCents: number;

  constructor(bought: readonly Product[]) {
    let sum = 0;
    for (const product of bought) {
      count(this.categories, product.category);
      for (const tag of product.tags) count(this.tags, tag);
      sum += product.priceCents;
    }
    this.meanPriceCents = bought.length === 0 ? 0 : sum / bought.length;
  }

  /** How well a product suits this taste; more is better, 0 is not at all. */
  scoreOf(product: Product): number {
    const category = this.categories.get(product.category) ?? 0;
    let tags = 0;
    for (const tag of product.tags) tags += this.tags.get(tag) ?? 0;
    return 2 * category + tags + nearness(this, product);
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
