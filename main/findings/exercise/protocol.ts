/* What the engine and the sandboxed child say to each other: JSON, one message a line. */

/** What is known of the values that a parameter takes. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'bigint' | 'date' | 'callback' | 'unknown' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'tuple'; readonly items: readonly Shape[] }
  | { readonly kind: 'record'; readonly value: Shape }
  | {
      readonly kind: 'object';
      readonly fields: readonly {
        readonly name: string;
        readonly shape: Shape;
        readonly optional: boolean;
      }[];
    }
  | { readonly kind: 'one-of'; readonly shapes: readonly Shape[] };

/** A value as data: what JSON lacks is spelled. */
export type Recipe =
  | { readonly is: 'json'; readonly value: string | boolean | null }
  | { readonly is: 'number' | 'bigint' | 'undefined' | 'date'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly Recipe[] }
  | { readonly is: 'object'; readonly entries: readonly (readonly [string, Recipe])[] }
  /** Python's own. */
  | { readonly is: 'tuple'; readonly items: readonly Recipe[] }
  | { readonly is: 'dict'; readonly pairs: readonly (readonly [Recipe, Recipe])[] };

/** A `this` that a run recorded: its own fields, or why it cannot be made again. */
export type Receiver =
  | {
      readonly is: 'fields';
      /** The name of its class. */
      readonly type: string;
      readonly entries: readonly (readonly [string, Recipe])[];
    }
  | { readonly is: 'lost'; readonly reason: string };

/** A call that a run recorded and that ended well, with arguments that were captured whole. */
export interface RecordedCall {
  /** JavaScript: as they are given. Python: the values of all parameters, in the order of `names`. */
  readonly args: readonly Recipe[];
  /** Python only: parameters as the source has them, `...` before those that take what is left. */
  readonly names: readonly string[];
  /** `null`: the run did not record it. */
  readonly on: Receiver | null;
}

/** What of an exported class is called. */
export type Member =
  | { readonly kind: 'constructor' }
  | { readonly kind: 'static'; readonly name: string }
  | {
      readonly kind: 'method';
      readonly name: string;
      /** What the constructor takes; `null`: that is not known, and only recorded instances can be made. */
      readonly params: readonly Shape[] | null;
      /** Calls of the constructor that a run recorded. */
      readonly recorded: readonly RecordedCall[];
    };

/** One exported function, or one member of an exported class, to be called. */
export interface Target {
  /** The name it is exported by: `default`, a name, `=` for the whole of `module.exports`. */
  readonly exported: string;
  /** `null`: what is exported is called itself. */
  readonly member: Member | null;
  readonly params: readonly Shape[];
  readonly recorded: readonly RecordedCall[];
}

/** The first line that the child reads; there is no other. */
export interface Order {
  /** Repeated in every message of the child, so that what the exercised code writes is none. */
  readonly nonce: string;
  readonly file: string;
  readonly targets: readonly Target[];
  /** Index of the first target that has not been exercised. */
  readonly from: number;
  readonly runs: number;
  readonly seed: number;
  readonly callMs: number;
  /** Sources that the child cannot load as they stand, by absolute path: their JSX has become calls. */
  readonly sources: Readonly<Record<string, string>>;
  /** Python only: the module by its dotted name, and the absolute folder that it is looked up in. */
  readonly python: { readonly folder: string; readonly module: string } | null;
}

/** How a call with certain arguments failed. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  /** The arguments, as a person reads them. */
  readonly input: string;
  /** Those of the constructor that made the instance; `null` without one. */
  readonly instance: string | null;
  /** The recorded fields that the instance was made of, as a person reads them; `null`: it was not. */
  readonly receiver: string | null;
  readonly source: 'recorded' | 'generated';
}

/** What the child says. */
export type Message = { readonly nonce: string } & (
  | { readonly is: 'loaded' }
  | { readonly is: 'not-loaded'; readonly reason: string }
  | { readonly is: 'begin'; readonly target: number }
  /** Right before a call: the last one told is the one that never came back. */
  | ({ readonly is: 'call' } & Pick<Failure, 'input' | 'instance' | 'receiver' | 'source'>)
  | {
      readonly is: 'end';
      readonly target: number;
      readonly calls: number;
      /** Calls that the function refused with an error of its own. */
      readonly refused: number;
      readonly failure: Failure | null;
      /** A promise that did not settle in time. */
      readonly isLate: boolean;
      /** Whether the types of all parameters are known, where only the child can tell. */
      readonly typed?: boolean;
    }
  | { readonly is: 'no-function'; readonly target: number; readonly reason: string }
);
