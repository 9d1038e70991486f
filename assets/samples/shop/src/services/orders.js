import { notFound } from '../http/httpError.js';
import { orders, products } from '../store/tables.js';
import { findCustomer } from './accounts.js';
import { putBack } from './inventory.js';

/** A customer's orders, each line with the product's title. */
export async function orderHistory(customerId) {
  const found = await orders.where((order) => order.customerId === customerId);
  const history = [];
  for (const order of found) {
    const titles = [];
    for (const line of order.lines) {
      const product = await products.get(line.productId);
      titles.push(product.title);
    }
    history.push({ id: order.id, month: order.month, titles });
  }
  return history;
}

/** How many orders a customer has placed. */
export async function orderCount(customerId) {
  const found = await orders.where((order) => order.customerId === customerId);
  return found.length;
}

/** The text on the parcel of a customer. */
export async function shippingLabel(customerId) {
  const customer = await findCustomer(customerId);
  return formatLabel(customer);
}

/** Takes an order back: its pieces return to the shelf. */
export async function refundOrder(orderId) {
  const order = await orders.get(orderId);
  if (!order) throw notFound('order', orderId);
  for (const line of order.lines) await putBack(line.productId, line.quantity);
  return orders.put({ ...order, refunded: true });
}

function formatLabel(customer) {
  return `${customer.name}\n${customer.address.city}, ${customer.address.country}`;
}
