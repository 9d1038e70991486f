import { orders, products } from '../store/tables.js';
import { bestPairs } from './affinity.js';

/** What sold in a month, and what was bought together. */
export async function monthlyReport(month) {
  const [found, catalogue] = await Promise.all([
    orders.where((order) => order.month === month),
    products.where(() => true),
  ]);
  return { month, orders: found.length, pairs: bestPairs(found, catalogue) };
}
