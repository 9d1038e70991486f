import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createFactsCache } from './facts-cache.ts';
import { joinRun } from './join-run.ts';
import { analyse } from './static-graph.ts';

/** Structure flaws that each sample's FLAWS.md lists. */
const samples = [
  {
    sample: 'shop',
    cycles: [['src/services/cart.js', 'src/services/pricing.js']],
    missing: 'src/services/displayPrice.js:10 ../utils/curency.js',
    alone: ['src/services/wishlist.js', 'src/utils/currency.js'],
  },
  {
    sample: 'datajob',
    cycles: [['datajob/clean/duplicates.py', 'datajob/clean/rows.py']],
    missing: 'datajob/report/text.py:32 datajob.report.sparklines',
    alone: ['datajob/aggregate/forecast.py'],
  },
];

it.each(samples)(
  'finds the structure flaws planted in $sample',
  async ({ sample, cycles, missing, alone }) => {
    const dir = fileURLToPath(new URL(`../../assets/samples/${sample}`, import.meta.url));
    const found = await analyse(dir, createFactsCache(), () => false);
    if (found === null) throw new Error('cancelled');
    const { modules, edges, ...graph } = joinRun(found, new Set(), null);
    expect(graph.cycles.map((cycle) => cycle.map((m) => modules.path[m]))).toEqual(cycles);
    expect(graph.unresolved.map((u) => `${modules.path[u.module]}:${u.line} ${u.specifier}`)).toContain(
      missing,
    );
    const connected = new Set([...edges.from, ...edges.to]);
    const isolated = modules.path.filter((_, m) => !connected.has(m));
    expect(isolated).toEqual(expect.arrayContaining(alone));
    expect(graph.unreadable).toEqual([]);
  },
);
