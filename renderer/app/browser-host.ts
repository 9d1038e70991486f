import { type Channel, ContractError, type Host } from '#contract';
import { webSocketChannel } from '#contract/transports/websocket';
import { browserFiles } from './browser-files.ts';
import { WorkerSocket } from './socket/worker-socket.ts';

const tokenKey = 'callscape.token';

/**
 * Takes the token out of the address, so that it is neither shown nor shared with a link, and keeps it for this tab. The
 * fragment is `token=<token>`, then the place in the app: `#token=abc/p/%2Fhome%2Fme/timeline`.
 */
export function takeToken(): string | null {
  const found = /^#token=([\w-]+)(.*)$/.exec(window.location.hash);
  if (!found) return sessionStorage.getItem(tokenKey);
  const [, token = '', place = ''] = found;
  sessionStorage.setItem(tokenKey, token);
  window.history.replaceState(null, '', place ? `#${place}` : window.location.pathname);
  return token;
}

/** The browser host: a WebSocket to where the page came from, and files sent both ways over HTTP. */
export function createBrowserHost(token: string | null): Host {
  return {
    abilities: { name: 'browser', ...browserFiles(token ?? '') },
    connect: () => openChannel(token),
  };
}

/** Rejects with `refused` when the server does not know the token, with `closed` when it is not there. */
async function openChannel(token: string | null): Promise<Channel> {
  if (token === null)
    throw new ContractError('refused', `This page was opened without its token. ${howToOpen}`);
  const url = new URL('/contract', window.location.href);
  url.protocol = 'ws:';
  url.hash = '';
  // As subprotocols, because the token in the address would end up in logs.
  const socket = new WorkerSocket(url.href, ['callscape', `callscape.token.${token}`]);
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('close', () => resolve(false));
  });
  if (opened) return webSocketChannel(socket);
  throw await whyRefused(token);
}

const howToOpen = 'Open the address that Callscape printed when it started.';

/** A browser does not say why a WebSocket failed; the server does when it is asked over HTTP. */
async function whyRefused(token: string): Promise<ContractError> {
  try {
    const response = await fetch('/token', { headers: { authorization: `Bearer ${token}` } });
    if (response.ok)
      return new ContractError('closed', 'The engine did not take the connection; trying again.');
    return new ContractError('refused', (await response.text()).trim());
  } catch {
    return new ContractError(
      'closed',
      'Callscape is not running any more. Start it again with: callscape serve',
    );
  }
}
