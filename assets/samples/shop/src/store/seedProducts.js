import { readFileSync } from 'node:fs';
import { between, pick } from '../utils/random.js';
import { slugify } from '../utils/slug.js';

const words = JSON.parse(readFileSync(new URL('../../data/words.json', import.meta.url), 'utf8'));

/** 120 products, p-001 to p-120, spread evenly over the categories. */
export function makeProducts(random) {
  return Array.from({ length: 120 }, (_, index) => {
    const category = words.categories[index % words.categories.length];
    const title = `${pick(random, words.materials)} ${pick(random, category.things)}`;
    return {
      id: `p-${String(index + 1).padStart(3, '0')}`,
      title,
      slug: slugify(title),
      category: category.name,
      priceCents: between(random, 4, 160) * 50,
      grams: between(random, 1, 30) * 100,
      tags: [pick(random, words.tags), pick(random, words.tags)],
    };
  });
}

/** Three reviews for each product, but none for every tenth: those are new. */
export function makeReviews(random, products) {
  return products
    .filter((_, index) => index % 10 !== 9)
    .flatMap(({ id }) =>
      [1, 2, 3].map((nth) => ({
        id: `${id}-r${nth}`,
        productId: id,
        stars: between(random, 2, 5),
      })),
    );
}
