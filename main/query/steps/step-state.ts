import {
  ContractError,
  type FindWriteRequest,
  type FoundWrite,
  formatSpanId,
  type StackFrame,
  type StepState,
  type VariableState,
  type VariablesAtRequest,
} from '#contract';
import { STEP_KIND } from '../../store/step-page.ts';
import type { Query } from '../query.ts';
import { type LoadedSteps, type StepPageFacts, type StepPosition, StepReader } from './step-reader.ts';
import { ordinalIn } from './step-table.ts';
import { type KnownSpan, StepMeanings } from './variables.ts';

/** The open calls before a step, the lines they stand on, and what their variables hold. */
export function stepState(query: Query, request: Omit<VariablesAtRequest, 'run'>): StepState {
  const steps = new StepReader(query, request.thread);
  const meanings = new StepMeanings(query, steps);
  const { step } = request;
  if (step > steps.total) {
    throw new ContractError('not-found', `The thread has ${steps.total} steps; there is no step ${step}.`);
  }
  const at = steps.find(step);
  const frames: StackFrame[] = [];
  // The step about to run is the innermost call's own; behind the last step nothing is known to be open.
  let span =
    at.page < steps.pages.length ? meanings.span(steps.load(at.page).span[at.row] as number) : undefined;
  const innermost = span;
  for (let isFirst = true; span && frames.length < request.frames; isFirst = false) {
    frames.push(frame(steps, meanings, span, at, isFirst));
    span = meanings.span(span.parent);
  }
  const file = innermost && query.snapshot.functions[innermost.function]?.file;
  const module =
    file === undefined ? -1 : query.snapshot.functions.findIndex((f) => f.file === file && f.flags & 4);
  return {
    revision: query.snapshot.revision,
    step,
    total: steps.total,
    frames,
    hasMoreFrames: span !== undefined,
    module: module < 0 ? [] : variables(steps, meanings, -2 - module, at, Number.NEGATIVE_INFINITY),
  };
}

function frame(
  steps: StepReader,
  meanings: StepMeanings,
  span: KnownSpan,
  at: StepPosition,
  isInnermost: boolean,
): StackFrame {
  const { ordinal } = span;
  const last = isInnermost
    ? at
    : steps.lastBefore(
        at,
        span.start,
        (facts) => facts.minSpan <= ordinal && facts.maxSpan >= ordinal,
        (loaded, row) => loaded.span[row] === ordinal && loaded.kind[row] === STEP_KIND.LINE,
      );
  return {
    span: formatSpanId(steps.thread.index, ordinal),
    function: span.function,
    line: last ? (steps.load(last.page).place[last.row] as number) : 0,
    variables: variables(steps, meanings, ordinal, at, span.start),
  };
}

const mayBeSet = (owner: number) => (facts: StepPageFacts) =>
  facts.minOwner <= owner && facts.maxOwner >= owner;

/** What an owner's variables hold before a position, in the order of their declaration. */
function variables(
  steps: StepReader,
  meanings: StepMeanings,
  owner: number,
  at: StepPosition,
  sinceNs: number,
): VariableState[] {
  const declarer = meanings.declarer(owner);
  const definitions = meanings.variablesOf(declarer);
  const found: (VariableState | undefined)[] = definitions.map(() => undefined);
  let missing = definitions.length;
  let from: StepPosition | undefined = at;
  const isNew = (loaded: LoadedSteps, row: number) =>
    loaded.kind[row] === STEP_KIND.SET &&
    loaded.owner[row] === owner &&
    found[loaded.place[row] as number] === undefined;
  while (missing > 0 && from) {
    from = steps.lastBefore(from, sinceNs, mayBeSet(owner), isNew);
    if (!from) break;
    const loaded = steps.load(from.page);
    const place = loaded.place[from.row] as number;
    const definition = definitions[place];
    if (!definition) continue;
    found[place] = {
      variable: meanings.key(owner, place),
      kind: definition.kind,
      line: definition.line,
      value: meanings.value(loaded, from.row),
      setAt: steps.stepAt(from.page, from.row),
    };
    missing--;
  }
  return found.filter((state) => state !== undefined);
}

/** The write of a variable nearest to a step. */
export function findWrite(query: Query, request: Omit<FindWriteRequest, 'run'>): FoundWrite | null {
  const { thread, step, span, index, direction } = request;
  const steps = new StepReader(query, thread);
  const meanings = new StepMeanings(query, steps);
  const owner = span === null ? -2 - request.function : ordinalIn(span, thread);
  const matches = (loaded: LoadedSteps, row: number) =>
    loaded.kind[row] === STEP_KIND.SET && loaded.owner[row] === owner && loaded.place[row] === index;
  const at = steps.find(step);
  const sinceNs = meanings.span(owner)?.start ?? Number.NEGATIVE_INFINITY;
  const found =
    direction === 'next'
      ? steps.firstFrom(at, Number.POSITIVE_INFINITY, mayBeSet(owner), matches)
      : steps.lastBefore(at, sinceNs, mayBeSet(owner), matches);
  if (!found) return null;
  const loaded = steps.load(found.page);
  const by = loaded.span[found.row] as number;
  const line = steps.lastBefore(
    found,
    meanings.span(by)?.start ?? Number.NEGATIVE_INFINITY,
    (facts) => facts.minSpan <= by && facts.maxSpan >= by,
    (l, row) => l.span[row] === by && l.kind[row] === STEP_KIND.LINE,
  );
  return {
    step: steps.stepAt(found.page, found.row),
    by: by < 0 ? null : formatSpanId(thread, by),
    line: line ? (steps.load(line.page).place[line.row] as number) : 0,
    value: meanings.value(loaded, found.row),
  };
}
