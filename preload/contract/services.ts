import { exchange } from './exchange.ts';
import { findings } from './findings.ts';
import { fixes } from './fixes.ts';
import { graphs } from './graphs.ts';
import { projects } from './projects.ts';
import { recordings } from './recordings.ts';
import { runs } from './runs.ts';
import type { ServiceOf } from './service.ts';

/** Bumped when a message or a service changes incompatibly; both ends say theirs in the first frame. */
export const CONTRACT_VERSION = 1;

/** Every service, by name. */
export const services = { projects, runs, recordings, graphs, exchange, findings, fixes } as const;

/** What an engine offers, and what a client of it sees: the same shape on both sides of a transport. */
export type Services = { readonly [N in keyof typeof services]: ServiceOf<(typeof services)[N]> };
