import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The subprotocol a window offers beside its token; the only one that is ever chosen. */
export const subprotocol = 'callscape';
const tokenPrefix = 'callscape.token.';

/** Why a request is turned away, as a sentence that says what to do; `null`: it may pass. */
export type Refusal = string | null;

/**
 * Who may talk to the browser host. Loopback alone protects nobody: any page of any site in the same browser can send
 * requests here. So the Host header must name this server (or a site could rebind its own name to 127.0.0.1), a socket must
 * come from our own page, and it must know the token that was printed for the person who started the server.
 */
export class Gate {
  /** 32 random bytes, base64url. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #digest = digest(this.token);
  readonly #hosts: readonly string[];

  constructor(port: number) {
    this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  }

  /** Every request. */
  checkHost(request: IncomingMessage): Refusal {
    if (this.#hosts.includes(request.headers.host ?? '')) return null;
    return `Callscape answers only as http://${this.#hosts[0]}. Open the address it printed when it started.`;
  }

  /** A request that wants more than the files of the app. */
  checkOrigin(request: IncomingMessage): Refusal {
    if (request.headers.origin === `http://${request.headers.host}`) return null;
    return 'This connection comes from another site. Open Callscape at the address it printed when it started.';
  }

  /** A WebSocket handshake: the token travels as a subprotocol, which no log of addresses keeps. */
  checkSocketToken(request: IncomingMessage): Refusal {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const token = offered.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
    return offered.includes(subprotocol) ? this.#checkToken(token) : wrongToken;
  }

  /** An HTTP request with `Authorization: Bearer <token>`. */
  checkBearer(request: IncomingMessage): Refusal {
    return this.#checkToken(/^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1]);
  }

  #checkToken(token: string | undefined): Refusal {
    return token !== undefined && timingSafeEqual(digest(token), this.#digest) ? null : wrongToken;
  }
}

const wrongToken =
  'This page does not belong to the Callscape that runs now. Open the address it printed when it started.';

/** Of equal length whatever is offered, as a comparison in constant time needs it. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
