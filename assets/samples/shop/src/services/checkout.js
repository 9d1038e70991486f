import { HttpError } from '../http/httpError.js';
import Invoice from '../legacy/invoice.js';
import { orders } from '../store/tables.js';
import { formatMoney } from '../utils/money.js';
import { findCustomer } from './accounts.js';
import { findCart } from './cart.js';
import { reserve } from './inventory.js';
import { PaymentGateway } from './payments.js';
import { priceCart } from './pricing.js';

const gateway = new PaymentGateway('sample-api-key-0000');

let placed = 0;

/** Turns a cart into a paid order with an invoice. */
export async function checkout(cartId, card) {
  const cart = await findCart(cartId);
  if (cart.lines.length === 0) throw new HttpError(400, 'The cart is empty.');
  const customer = await findCustomer(cart.customerId);
  const price = priceCart(cart, customer.address?.country);
  for (const line of cart.lines) await reserve(line.product.id, line.quantity);
  const receipt = await gateway.charge(card, price.total);
  placed += 1;
  const order = await orders.put({
    id: `n-${String(placed).padStart(4, '0')}`,
    customerId: customer.id,
    month: '2025-02',
    lines: cart.lines.map((line) => ({ productId: line.product.id, quantity: line.quantity })),
    totalCents: price.total,
  });
  return { orderId: order.id, receipt, totalCents: price.total, invoice: `${makeInvoice(order, price)}` };
}

function makeInvoice(order, price) {
  return new Invoice(order)
    .addRow('Goods', formatMoney(price.goods))
    .addRow('Tax', formatMoney(price.tax))
    .addRow('Shipping', formatMoney(price.shipping))
    .addRow('Discount', formatMoney(-price.discount))
    .addRow('Total', formatMoney(price.total));
}
