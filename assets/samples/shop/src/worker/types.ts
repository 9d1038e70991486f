/** What the worker is started with: the products it may recommend. */
export interface Product {
  readonly id: string;
  readonly category: string;
  readonly priceCents: number;
  readonly tags: readonly string[];
}

/** What the service says to the worker. */
export type Request =
  | { readonly kind: 'recommend'; readonly question: number; readonly boughtIds: string[]; readonly wanted: number }
  | { readonly kind: 'stop' };

/** What the worker answers. */
export interface Answer {
  readonly question: number;
  readonly productIds: string[];
}
