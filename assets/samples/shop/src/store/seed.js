import { createRandom } from '../utils/random.js';
import { makeCustomers } from './seedCustomers.js';
import { makeHistory } from './seedHistory.js';
import { makeProducts, makeReviews } from './seedProducts.js';
import { carts, customers, orders, products, reviews, stock } from './tables.js';

/** Fills every table from one seed. */
export function seedStore(seed) {
  const random = createRandom(seed);
  const productRows = makeProducts(random);
  const customerRows = makeCustomers(random);
  products.fill(productRows);
  customers.fill(customerRows);
  reviews.fill(makeReviews(random, productRows));
  stock.fill(productRows.map(({ id }, index) => ({ id, pieces: index === 0 ? 2 : 500 })));
  orders.fill(makeHistory(random, customerRows, productRows));
  carts.fill([]);
}
