import { DensityBlock } from './density-block.ts';
import { decodeHistogram } from './histogram.ts';
import { unpackNodePage } from './node-page.ts';
import { checkSums } from './node-sums.ts';
import { unpackSlowest } from './slowest.ts';
import { SpanPage } from './span-page.ts';
import { unpackSteps } from './step-page.ts';
import { unpackTextMap, unpackTexts } from './text-page.ts';
import { unpackValues } from './value-page.ts';
import { unpackWaits } from './wait-page.ts';

/** A column of a recording whose bytes can be checked by themselves. */
export interface PageTable {
  readonly table: string;
  readonly column: string;
  /** What a person calls such a page. */
  readonly what: string;
  /** Reads all of it; throws when it is damaged. Its rows, where they are spans of the run. */
  readonly read: (data: Uint8Array) => number;
  /** The recording is of no use without it. */
  readonly vital: boolean;
}

const unread = (read: (data: Uint8Array) => unknown) => (data: Uint8Array) => {
  read(data);
  return 0;
};

/** Every column of packed bytes in a recording. */
export const PAGE_TABLES: readonly PageTable[] = [
  { table: 'page_data', column: 'data', what: 'page of spans', read: readSpans, vital: false },
  { table: 'threads', column: 'open', what: 'list of open spans', read: unread(readSpans), vital: true },
  {
    table: 'node_pages',
    column: 'data',
    what: 'page of the call tree',
    read: unread(unpackNodePage),
    vital: true,
  },
  {
    table: 'function_stats',
    column: 'histogram',
    what: 'histogram',
    read: unread(decodeHistogram),
    vital: true,
  },
  {
    table: 'function_stats',
    column: 'slowest',
    what: 'list of slowest calls',
    read: unread(unpackSlowest),
    vital: false,
  },
  {
    table: 'density_blocks',
    column: 'data',
    what: 'block of density',
    read: unread((data) => new DensityBlock(data)),
    vital: false,
  },
  { table: 'node_sums', column: 'data', what: 'sum of calls', read: unread(checkSums), vital: false },
  {
    table: 'node_sums',
    column: 'open',
    what: 'list of running calls',
    read: unread(checkSums),
    vital: false,
  },
  { table: 'value_pages', column: 'data', what: 'page of values', read: unread(unpackValues), vital: false },
  { table: 'step_pages', column: 'data', what: 'page of steps', read: unread(unpackSteps), vital: false },
  { table: 'wait_pages', column: 'data', what: 'page of waits', read: unread(unpackWaits), vital: false },
  { table: 'text_pages', column: 'data', what: 'page of texts', read: unread(unpackTexts), vital: false },
  { table: 'text_maps', column: 'data', what: 'map of texts', read: unread(unpackTextMap), vital: false },
];

/** The checksum covers all columns; that one can be unpacked is asked of the two that everything needs. */
function readSpans(data: Uint8Array): number {
  const page = new SpanPage(data);
  if (page.end.length !== page.rows || page.ordinal.length !== page.rows) throw new Error('rows are missing');
  return page.rows;
}
