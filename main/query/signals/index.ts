/** Logs, operations and metrics: what a recording holds besides calls. */
export { logPage } from './logs.ts';
export { metricSeries } from './metrics.ts';
export { operationOf, operationPage } from './operations.ts';
export * from './sql-rows.ts';
export { traceContextsOf } from './trace-contexts.ts';
