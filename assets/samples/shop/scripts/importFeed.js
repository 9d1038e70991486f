import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { slugify } from '../src/utils/slug.js';

/* Turns a supplier's feed into product rows: npm run import-feed -- feed.csv */
const rows = parse(readFileSync(process.argv[2], 'utf8'), { columns: true });
console.log(JSON.stringify(rows.map((row) => ({ ...row, slug: slugify(row.title) })), null, 2));
