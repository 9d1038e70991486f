/** How many pairs a report names. */
const PAIRS_NAMED = 5;

/** The pairs of products that were most often in one order. */
export function bestPairs(orders, products) {
  const baskets = orders.map((order) => order.lines.map((line) => line.productId));
  const pairs = [];
  for (const first of products) {
    for (const second of products) {
      let together = 0;
      for (const basket of baskets) {
        if (basket.includes(first.id) && basket.includes(second.id)) together += 1;
      }
      if (together > 0 && first.id < second.id) pairs.push({ first: first.id, second: second.id, together });
    }
  }
  return pairs.sort((a, b) => b.together - a.together).slice(0, PAIRS_NAMED);
}
