import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracerConfig } from '../../../format/index.ts';
import type { Messages } from '../../record/messages.ts';
import { createDestinations, THIS_MACHINE } from './destinations.ts';
import { followFetch } from './fetch.ts';
import { followClient } from './http-client.ts';
import { followServers } from './http-server.ts';
import { followHttp2 } from './http2.ts';
import {
  createContexts,
  isRecorded,
  parseTraceparent,
  type TraceContext,
  traceparentOf,
} from './trace-context.ts';

export const HEADER = 'traceparent';

const NOBODY = -1;
const LEFT_OUT = -2;

/** What the hooks of HTTP need of the tracer. */
export interface Requests {
  /** Who sends now, for `send`; -1: nobody; -2: a trace that is left out. */
  sender(): number;
  /**
   * The header to send on behalf of that to a host, or undefined: there is none to send. `own`: what the app itself says in
   * such a header, which then stands.
   */
  send(by: number, host: string, own: unknown): string | undefined;
  /**
   * A request has come, perhaps with such a header: what is done until `done`, and what that begins, is done on behalf of who
   * has sent it. Gives what `done` takes, and whether the app would not see the header if it was not traced.
   */
  receive(header: unknown): { before: number; isOurs: boolean };
  done(before: number): void;
  /** Runs what must not fail. */
  guard(hook: () => void): void;
}

/**
 * Requests between processes, whoever has started them: a W3C trace context says which span a request comes from. `load` is to
 * be called before the app gets one of Node's modules; where nobody tells, what cannot wait is loaded at once.
 */
export function followRequests(messages: Messages, config: TracerConfig, isTold: boolean) {
  const { spoolDir, contextHosts = [THIS_MACHINE] } = config;
  const contexts = createContexts(spoolDir);
  const isDestination = createDestinations(contextHosts);
  /** The context that came with the request which is being answered. */
  let incoming: AsyncLocalStorage<TraceContext | undefined> | undefined;
  const current = (): TraceContext | undefined => incoming?.getStore();

  const requests: Requests = {
    sender() {
      if (contextHosts.length === 0) return NOBODY;
      return messages.isLeftOut() ? LEFT_OUT : messages.markSender();
    },
    send(by, host, own) {
      if (by === NOBODY) return undefined;
      if (own !== undefined) {
        const theirs = parseTraceparent(own);
        // One that is passed on belongs to who sent it first.
        if (theirs && !isSame(theirs, current())) messages.sentContext(by, theirs);
        return undefined;
      }
      if (!isDestination(host)) return undefined;
      const context = contexts.next(current());
      messages.sentContext(by, context);
      return traceparentOf(context, by !== LEFT_OUT);
    },
    receive(header) {
      const context = parseTraceparent(header);
      const isOurs = context !== undefined && contexts.isOwn(context);
      const before = messages.receivedContext(context, isOurs ? isRecorded(header as string) : undefined);
      if (context) incoming ??= new AsyncLocalStorage();
      if (incoming && current() !== context) incoming.enterWith(context);
      return { before, isOurs };
    },
    done: messages.done,
    guard(hook) {
      try {
        hook();
      } catch (error) {
        messages.faulted(error);
      }
    },
  };

  followFetch(requests);
  followServers(requests);
  const followed = new Set<string>();
  /** `id`: of a module of Node, without `node:`. */
  function load(id: string): void {
    const module = id === 'https' ? 'http' : id;
    const follow = module === 'http' ? followClient : module === 'http2' ? followHttp2 : undefined;
    if (!follow || followed.has(module)) return;
    followed.add(module);
    requests.guard(() => follow(requests));
  }
  if (!isTold) load('http');
  return load;
}

function isSame(one: TraceContext, other: TraceContext | undefined): boolean {
  return other !== undefined && one.every((word, i) => word === other[i]);
}
