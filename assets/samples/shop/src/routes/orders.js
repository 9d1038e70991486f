import { refundOrder } from '../services/orders.js';

/** Adds the routes of orders that were placed. */
export function registerOrders(router) {
  router.add('DELETE', '/orders/:id', deleteOrder);
}

async function deleteOrder({ params }) {
  const order = await refundOrder(params.id);
  return { body: { id: order.id, refunded: order.refunded } };
}
