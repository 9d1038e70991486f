import type { Taste } from './taste.ts';
import type { Product } from './types.ts';

/** How near a product's price is to what somebody usually pays: 1 is equal, towards 0 is far away. */
export function nearness(taste: Taste, product: Product): number {
  const distance = Math.abs(taste.meanPriceCents - product.priceCents);
  return 1 / (1 + distance / 100);
}

/** The same for two products. */
export function priceDistance(a: Product, b: Product): number {
  return Math.abs(a.priceCents - b.priceCents);
}
