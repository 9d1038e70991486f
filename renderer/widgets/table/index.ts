export { IndexTable } from './IndexTable.tsx';
export { type IndexColumn, type Sort, toggleSort } from './index-column.ts';
export { orderRows, type SortKey } from './order-rows.ts';
