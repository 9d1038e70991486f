import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ContractError, isContractError } from '#contract';
import { openSpanColumns } from '../../query/span-columns.ts';
import { collectRunFacts, sumsOf } from './collect.ts';
import type { FactsMessage, FactsRequest } from './read-run.ts';

const { file, run, metrics, onlySums, cancelled } = workerData as FactsRequest;
const port = parentPort as MessagePort;
const say = (message: FactsMessage): void => port.postMessage(message);

function checkpoint(): void {
  if (Atomics.load(cancelled, 0) !== 0) throw new ContractError('cancelled', 'The analysis was cancelled.');
}

try {
  const columns = openSpanColumns(file);
  try {
    const sums = sumsOf(run, columns);
    say({ kind: 'sums', sums });
    if (!onlySums) say({ kind: 'facts', facts: collectRunFacts(sums, columns, metrics, checkpoint) });
  } finally {
    columns.dispose();
  }
} catch (error) {
  const code = isContractError(error) ? error.code : 'internal';
  say({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
}
