import { OP } from '../../format/index.ts';
import type { Capture } from './capture.ts';
import { LIMIT, POS } from './cells.ts';
import type { Stream } from './stream.ts';
import { NO_TAG, type StringIds } from './strings.ts';
import { tagOf } from './tags.ts';

/** With the exact clock nothing but calls looks at the time: steps do so after this many. */
const STEPS_PER_FLUSH_CHECK = 1024;
/** The operand of SET for a variable of the innermost open span. */
const OWN = 0;
/** In the place of that operand: the variable is the module's, or that of a call that is not recorded. */
const MODULE = -1;
const NOBODY = -2;

/** Variables of a function, as what is written of them depends on. */
export interface RecordedVariables {
  readonly names: readonly string[];
  /** The name may tell that the value is a secret. */
  readonly telling: readonly boolean[];
  /** How often each has been captured. */
  readonly captures: number[];
}

/** Levels 4 and 5: which line runs, and what variables hold. All belongs to the innermost open span. */
export function createSteps(
  stream: Stream,
  capture: Capture,
  strings: StringIds,
  options: { readonly exact: boolean; readonly flushNs: number },
) {
  const { cells, words, meter } = stream;
  const variablesOf: (RecordedVariables | undefined)[] = [];
  let unchecked = 0;
  let checkedAt = 0;

  function makeRoom(): void {
    if (!options.exact && stream.pendingThrows === 0) {
      stream.prepare(false);
      return;
    }
    stream.settle();
    if (++unchecked < STEPS_PER_FLUSH_CHECK) return;
    unchecked = 0;
    const time = stream.timeNs();
    if (time - checkedAt < options.flushNs) return;
    checkedAt = time;
    stream.flush();
  }

  /** The statement on this line is about to run. */
  function line(number: number): void {
    try {
      if ((cells[POS] as number) >= (cells[LIMIT] as number)) makeRoom();
    } catch (fault) {
      stream.faulted(fault);
      return;
    }
    const pos = cells[POS] as number;
    words[pos] = -OP.LINE;
    words[pos + 1] = number;
    cells[POS] = pos + 2;
  }

  function write(op: number, operand: number, id: number, variable: number, value: unknown): void {
    try {
      const begun = meter.begin();
      stream.settle();
      const known = variablesOf[id] as RecordedVariables;
      const at = cells[POS] as number;
      const telling = known.telling[variable];
      const tag = telling ? NO_TAG : tagOf(value, strings);
      words[at] = -op;
      words[at + 2] = operand;
      words[at + 3] = variable;
      if (tag !== NO_TAG) {
        words[at + 4] = tag;
        words[at + 1] = 3;
        cells[POS] = at + 5;
        meter.end(begun);
        return;
      }
      const captures = known.captures[variable] as number;
      known.captures[variable] = captures + 1;
      capture.begin(at + 4, captures);
      if (telling) capture.namedValue(value, known.names[variable] as string);
      else capture.value(value);
      words[at + 1] = capture.at - at - 2;
      cells[POS] = capture.at;
      meter.end(begun);
    } catch (fault) {
      stream.faulted(fault);
    }
  }

  function writeFor(owner: number, id: number, variable: number, value: unknown): void {
    if (owner === MODULE) write(OP.SET_MODULE, id, id, variable, value);
    else if (owner !== NOBODY) write(OP.SET, owner, id, variable, value);
  }

  /** A variable of the running body. */
  function holds(value: unknown, id: number, variable: number): void {
    write(OP.SET, OWN, id, variable, value);
  }

  /** The same where only what an object holds can have changed. */
  function mayHold(value: unknown, id: number, variable: number): void {
    if (typeof value === 'object' && value !== null) holds(value, id, variable);
  }

  /** Around an assignment. `owner`: mark of the span whose variable it is, if not the innermost one; -1: the module. */
  function assigned<T>(value: T, id: number, variable: number, detail: number, owner = OWN): T {
    if (detail > 1) writeFor(owner, id, variable, value);
    return value;
  }

  /** Around `x++` and `x--`, whose value is the old one. */
  function stepped(
    old: unknown,
    id: number,
    variable: number,
    detail: number,
    by: number,
    owner = OWN,
  ): unknown {
    if (detail > 1) {
      writeFor(owner, id, variable, typeof old === 'bigint' ? old + BigInt(by) : (old as number) + by);
    }
    return old;
  }

  /** What stands behind has been evaluated for the recording alone. */
  const first = <T>(value: T, _recorded: unknown): T => value;

  return {
    line,
    holds,
    mayHold,
    assigned,
    stepped,
    first,
    defineVariables: (id: number, variables: RecordedVariables) => {
      variablesOf[id] = variables;
    },
  };
}
