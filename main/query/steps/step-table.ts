import { ContractError, parseSpanId, type StepsRequest, type StepTable, type VariableWrite } from '#contract';
import { STEP_KIND } from '../../store/step-page.ts';
import type { Query } from '../query.ts';
import { type StepPageFacts, StepReader } from './step-reader.ts';
import { StepMeanings } from './variables.ts';

/** Steps from a number on, of the thread or of one call in it, with what they set. */
export function stepTable(query: Query, request: Omit<StepsRequest, 'run'>): StepTable {
  const { thread, fromStep, count } = request;
  const steps = new StepReader(query, thread);
  const meanings = new StepMeanings(query, steps);
  const only = request.span === undefined ? -1 : ordinalIn(request.span, thread);
  const step: number[] = [];
  const ordinal: number[] = [];
  const line: number[] = [];
  const time: number[] = [];
  const writes: VariableWrite[] = [];
  const start = steps.find(fromStep);
  let number = fromStep - 1;
  let isOver = count === 0;
  for (let page = start.page; page < steps.pages.length && !isOver; page++) {
    const facts = steps.pages[page] as StepPageFacts;
    if (page > start.page) number = facts.firstStep - 1;
    if (only >= 0 && (facts.minSpan > only || facts.maxSpan < only)) continue;
    const loaded = steps.load(page);
    for (let row = page === start.page ? start.row : 0; row < loaded.length; row++) {
      const isLine = loaded.kind[row] === STEP_KIND.LINE;
      if (isLine) {
        number++;
        if (step.length === count) {
          isOver = true;
          break;
        }
      }
      if (only >= 0 && loaded.span[row] !== only) continue;
      if (isLine) {
        step.push(number);
        ordinal.push(loaded.span[row] as number);
        line.push(loaded.place[row] as number);
        time.push((loaded.time[row] as number) + steps.thread.offsetNs);
      } else if (step.length > 0) {
        const variable = meanings.key(loaded.owner[row] as number, loaded.place[row] as number);
        writes.push({ row: step.length - 1, variable, value: meanings.value(loaded, row) });
      }
    }
  }
  return {
    revision: query.snapshot.revision,
    total: steps.total,
    length: step.length,
    step: Float64Array.from(step),
    ordinal: Float64Array.from(ordinal),
    function: Int32Array.from(ordinal, (o) => meanings.span(o)?.function ?? -1),
    line: Int32Array.from(line),
    timeNs: Float64Array.from(time),
    writes,
  };
}

/** Throws `refused` for a span of another thread. */
export function ordinalIn(span: string, thread: number): number {
  const parsed = parseSpanId(span);
  if (parsed.thread === thread) return parsed.ordinal;
  throw new ContractError('refused', `The call ${span} is none of thread ${thread}. Ask for its own thread.`);
}
