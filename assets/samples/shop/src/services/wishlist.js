/** Wish lists by customer id. */
const lists = new Map();

/** Adds a product to a customer's wish list. */
export function wish(customerId, productId) {
  const list = lists.get(customerId) ?? [];
  lists.set(customerId, [...list, productId]);
}

/** What a customer wishes for. */
export function wishesOf(customerId) {
  return lists.get(customerId) ?? [];
}
