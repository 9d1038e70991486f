import { type CapturedValue, formatSpanId, type VariableKey } from '#contract';
import { decodeValue, type VariableDefinition } from '#format';
import { captured } from '../captured-values.ts';
import type { Query } from '../query.ts';
import { findSpan, functionOf, shownDuration, startOf } from '../span-rows.ts';
import { Texts } from '../texts.ts';
import type { LoadedSteps, StepReader } from './step-reader.ts';

export interface KnownSpan {
  readonly ordinal: number;
  readonly function: number;
  /** -1: no parent. */
  readonly parent: number;
  /** ns since the thread's origin. */
  readonly start: number;
  /** ns since the thread's origin; infinite while it is open. */
  readonly end: number;
}

const LOST: VariableDefinition = { name: '<lost>', line: 0, kind: 'variable' };

/** What the owners and values of a thread's steps stand for, looked up once for each query. */
export class StepMeanings {
  readonly #query: Query;
  readonly #steps: StepReader;
  readonly #texts: Texts;
  readonly #spans = new Map<number, KnownSpan | undefined>();
  readonly #variables = new Map<number, readonly VariableDefinition[]>();

  constructor(query: Query, steps: StepReader) {
    this.#query = query;
    this.#steps = steps;
    this.#texts = new Texts(query.reader);
  }

  /** Undefined for -1 and for a span that was lost. */
  span(ordinal: number): KnownSpan | undefined {
    if (ordinal < 0) return undefined;
    if (this.#spans.has(ordinal)) return this.#spans.get(ordinal);
    const found = findSpan(this.#query, this.#steps.thread, ordinal);
    const up = found ? (found.page.up[found.row] as number) : 0;
    const known = found && {
      ordinal,
      function: functionOf(this.#query, found),
      parent: up === 0 ? -1 : ordinal - up,
      start: startOf(found),
      end: shownDuration(found) < 0 ? Number.POSITIVE_INFINITY : (found.page.end[found.row] as number),
    };
    this.#spans.set(ordinal, known);
    return known;
  }

  variablesOf(functionIndex: number): readonly VariableDefinition[] {
    const known = this.#variables.get(functionIndex);
    if (known) return known;
    const text = this.#query.reader
      .statement('SELECT variables FROM function_details WHERE function = ?')
      .pluck()
      .get(functionIndex) as string | undefined;
    const variables = text === undefined ? [] : (JSON.parse(text) as VariableDefinition[]);
    this.#variables.set(functionIndex, variables);
    return variables;
  }

  /** The function that declares the variables of an owner; -1: not known. */
  declarer(owner: number): number {
    return owner < -1 ? -2 - owner : (this.span(owner)?.function ?? -1);
  }

  definition(functionIndex: number, place: number): VariableDefinition {
    return this.variablesOf(functionIndex)[place] ?? LOST;
  }

  key(owner: number, place: number): VariableKey {
    const declarer = this.declarer(owner);
    return {
      span: owner < 0 ? null : formatSpanId(this.#steps.thread.index, owner),
      function: declarer,
      index: place,
      name: this.definition(declarer, place).name,
    };
  }

  value(steps: LoadedSteps, row: number): CapturedValue {
    const offset = steps.offset[row] as number;
    const words = steps.words.subarray(offset, offset + (steps.count[row] as number));
    try {
      return captured(
        decodeValue(words, 0, (string) => this.#texts.text(this.#steps.thread.index, string)).value,
      );
    } catch (error) {
      // Words that are no value: their writer is at fault, and the step is worth showing without them.
      if (error instanceof RangeError) return { kind: 'opaque', type: '<lost>' };
      throw error;
    }
  }
}
