import { listProducts, productPage } from '../services/catalogue.js';
import { displayPrice } from '../services/displayPrice.js';
import { changePrice, watchPrice } from '../services/priceWatch.js';
import { searchProducts } from '../services/search.js';

const PAGE_SIZE = 12;

/** Adds the routes to look at products. */
export function registerProducts(router) {
  router.add('GET', '/products', getProducts);
  router.add('GET', '/products/:id', getProduct);
  router.add('POST', '/products/:id/watchers', postWatcher);
  router.add('PUT', '/products/:id/price', putPrice);
  router.add('GET', '/search', getSearch);
}

async function getProducts({ query }) {
  return { body: await listProducts(query.get('category'), Number(query.get('page') ?? 0), PAGE_SIZE) };
}

async function getProduct({ params, query }) {
  const product = await productPage(params.id);
  const price = await displayPrice(product.priceCents, query.get('currency') ?? 'EUR');
  return { body: { ...product, price } };
}

async function postWatcher({ params }) {
  return { status: 201, body: await watchPrice(params.id) };
}

async function putPrice({ params, body }) {
  return { body: await changePrice(params.id, body.priceCents) };
}

async function getSearch({ query }) {
  const found = await searchProducts(query.get('q') ?? '');
  return { body: found.map(({ id, title }) => ({ id, title })) };
}
