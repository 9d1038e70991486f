import type { GenericSchema } from 'valibot';
import type { Disposable } from './lifecycle.ts';

/** What a transport can carry: JSON, and typed arrays anywhere inside it. */
export type Slab = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** An event source; `filter` travels to the serving side, so that only what is wanted crosses the transport. */
export type Event<Value, Filter> = (filter: Filter, listener: (value: Value) => void) => Disposable;

export type MethodName<S> = {
  [K in keyof S]: S[K] extends (request: never, signal?: AbortSignal) => Promise<unknown> ? K : never;
}[keyof S] &
  string;
export type EventName<S> = {
  [K in keyof S]: S[K] extends (filter: never, listener: never) => Disposable ? K : never;
}[keyof S] &
  string;
type Request<S, M extends keyof S> = S[M] extends (request: infer R, signal?: AbortSignal) => Promise<unknown>
  ? R
  : never;
type Filter<S, E extends keyof S> = S[E] extends (filter: infer F, listener: never) => Disposable ? F : never;

/**
 * The checked table of a service: one validator for the request of every method and the filter of every event.
 * Its keys are the only names that can be called; a missing or surplus one does not compile.
 */
export interface ServiceDefinition<S> {
  readonly name: string;
  readonly methods: { readonly [M in MethodName<S>]: GenericSchema<unknown, Request<S, M>> };
  readonly events: { readonly [E in EventName<S>]: GenericSchema<unknown, Filter<S, E>> };
}

export function defineService<S>(definition: ServiceDefinition<S>): ServiceDefinition<S> {
  return definition;
}

/** The service a definition describes. */
export type ServiceOf<D> = D extends ServiceDefinition<infer S> ? S : never;
