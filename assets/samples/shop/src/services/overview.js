import { findCustomer } from './accounts.js';
import { orderCount } from './orders.js';
import { recommendFor } from './recommendations.js';

export async function accountOverview(customerId) {
  const customer = await findCustomer(customerId);
  const orders = await orderCount(customerId);
  const recommended = await recommendFor(customerId);
  return { name: customer.name, orders, recommended };
}
