import { notFound } from '../http/httpError.js';
import { products, reviews } from '../store/tables.js';

/** One page of a category's products, cheapest first. */
export async function listProducts(category, page, pageSize) {
  const found = await products.where((product) => product.category === category);
  found.sort((a, b) => a.priceCents - b.priceCents);
  return found.slice(page * pageSize, (page + 1) * pageSize);
}

/** The product with this id, or the error that says there is none. */
export async function findProduct(id) {
  const product = await products.get(id);
  if (!product) throw notFound('product', id);
  return product;
}

/** A product with what its buyers think of it. */
export async function productPage(id) {
  const product = await findProduct(id);
  const found = await reviews.where((review) => review.productId === id);
  return { ...product, rating: averageRating(found), reviews: found.length };
}

/** The mean of the stars. */
export function averageRating(found) {
  let sum = 0;
  for (const review of found) sum += review.stars;
  return sum / found.length;
}
