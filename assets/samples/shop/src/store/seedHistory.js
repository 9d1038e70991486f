import { between, pick } from '../utils/random.js';

/** How many past orders the shop starts with: ten for each customer. */
const ORDERS_PER_CUSTOMER = 10;

/** Past orders of January 2025, each of two to five products. */
export function makeHistory(random, customers, products) {
  const history = [];
  for (const customer of customers) {
    for (let nth = 0; nth < ORDERS_PER_CUSTOMER; nth++) {
      history.push({
        id: `o-${String(history.length + 1).padStart(4, '0')}`,
        customerId: customer.id,
        month: '2025-01',
        lines: pickLines(random, products),
        totalCents: 0,
      });
    }
  }
  return history;
}

function pickLines(random, products) {
  const count = between(random, 2, 5);
  return Array.from({ length: count }, () => ({
    productId: pick(random, products).id,
    quantity: between(random, 1, 3),
  }));
}
