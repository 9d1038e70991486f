import { products } from '../store/tables.js';
import { bus } from '../utils/bus.js';
import { findProduct } from './catalogue.js';

/** How many price changes have reached somebody who waited for them. */
let notices = 0;

/** Tells a customer when the product gets cheaper. */
export async function watchPrice(productId) {
  const product = await findProduct(productId);
  bus.on('price', function notifyWatcher(changed) {
    if (changed.id === product.id && changed.priceCents < product.priceCents) notices += 1;
  });
  return { watching: product.id };
}

/** Changes a product's price and tells everybody who watches it. */
export async function changePrice(productId, priceCents) {
  const product = await findProduct(productId);
  const changed = await products.put({ ...product, priceCents });
  bus.emit('price', changed);
  return { id: changed.id, priceCents, notices };
}
