import { products } from '../store/tables.js';

/** What people searched for, and what they were shown. */
const history = [];

/** The products whose title or tags hold every word of the query, best match first. */
export async function searchProducts(query) {
  const words = tokenize(query);
  const candidates = await products.where(() => true);
  const hits = candidates
    .map((product) => ({ product, score: scoreProduct(product, words) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score);
  remember(query, hits);
  return hits.map((hit) => hit.product);
}

/** The words of a text, in lower case. */
export function tokenize(text) {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

function scoreProduct(product, words) {
  const title = tokenize(product.title);
  let score = 0;
  for (const word of words) {
    if (title.includes(word)) score += 3;
    else if (product.tags.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

function remember(query, hits) {
  history.push({ query, hits: structuredClone(hits) });
}
