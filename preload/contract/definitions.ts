import type { GenericSchema } from 'valibot';
import type { ServiceOf } from './service.ts';

/** A service definition whose service is not known by type: what client and server are generated from. */
export interface AnyDefinition {
  readonly name: string;
  readonly methods: { readonly [method: string]: GenericSchema };
  readonly events: { readonly [event: string]: GenericSchema };
}

export interface Definitions {
  readonly [service: string]: AnyDefinition;
}

/** The services a table of definitions describes. */
export type ServicesOf<D> = { readonly [N in keyof D]: ServiceOf<D[N]> };
