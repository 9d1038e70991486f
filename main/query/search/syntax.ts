/** What a query asks for. Times in ns; texts in lower case unless they are `exact`. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'text'; readonly text: TextPattern }
  | { readonly kind: 'named'; readonly field: NameField; readonly text: TextPattern }
  | { readonly kind: 'value'; readonly field: ValueField; readonly text: TextPattern }
  | { readonly kind: 'status'; readonly status: Status }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly operator: Comparison;
      readonly than: number;
    };

/** How a name or a value is compared: `contains` a part, `glob` with stars as a whole, `exact` as it was quoted. */
export interface TextPattern {
  readonly how: 'contains' | 'glob' | 'exact';
  readonly text: string;
}

export type NameField = 'function' | 'file' | 'thread';
export type ValueField = 'param' | 'return' | 'error';
export type NumberField = 'duration' | 'self' | 'depth' | 'start';
export type Comparison = '>' | '>=' | '<' | '<=' | '=';
export type Status = 'ok' | 'error' | 'unfinished' | 'incomplete';

export interface FieldHelp {
  readonly name: string;
  readonly takes: 'text' | 'time' | 'count' | 'status';
  readonly detail: string;
}

/** Every field, for the parser, the completions and the error messages. */
export const FIELDS: readonly FieldHelp[] = [
  { name: 'function', takes: 'text', detail: 'its name, or a part of it' },
  { name: 'file', takes: 'text', detail: 'path of its file, or a part of it' },
  { name: 'thread', takes: 'text', detail: 'name or number of its thread' },
  { name: 'error', takes: 'text', detail: 'failed, with this in what it threw; error:* for any' },
  { name: 'param', takes: 'text', detail: 'one of its parameters has this in it' },
  { name: 'return', takes: 'text', detail: 'what it returned has this in it' },
  { name: 'status', takes: 'status', detail: 'ok, error, unfinished or incomplete' },
  { name: 'duration', takes: 'time', detail: 'from its start to its end: duration>5ms' },
  { name: 'self', takes: 'time', detail: 'without the calls it made: self>=100us' },
  { name: 'start', takes: 'time', detail: 'since the run began: start<2s' },
  { name: 'depth', takes: 'count', detail: 'calls above it: depth<3' },
];

export const STATUSES: readonly Status[] = ['ok', 'error', 'unfinished', 'incomplete'];
