import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectContract, type Services } from '#contract';
import { webSocketChannel } from '#contract/transports/websocket';
import { type RunningServer, type ServerOptions, startServer } from './index.ts';

let rendererDir: string;
const running: RunningServer[] = [];

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), 'callscape-server-'));
  rendererDir = join(root, 'renderer');
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(rendererDir, 'browser.html'), '<!doctype html><title>App</title>');
  writeFileSync(join(rendererDir, 'assets', 'app-1a2b.js'), 'run()');
  symlinkSync(join(root, 'secret.txt'), join(rendererDir, 'link.txt'));
});
afterAll(() => rmSync(join(rendererDir, '..'), { recursive: true }));
afterEach(async () => {
  for (const server of running.splice(0)) await server.dispose();
});

/** Only what these tests call. */
const services = { projects: { recent: async () => [] } } as unknown as Services;

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer & { token: string }> {
  const server = await startServer({ engine: { services }, rendererDir, port: 0, ...options });
  running.push(server);
  return { ...server, token: new URL(server.url).hash.replace('#token=', '') };
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** `path` is sent as it stands, without the tidying of `fetch`. */
async function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, path, headers, method }).end();
  const [response] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

interface Knock {
  readonly host?: string;
  readonly origin?: string | null;
  readonly protocols?: string[];
  readonly path?: string;
}

/** Opens a WebSocket as a browser would, or as somebody who pretends. Gives the socket, or status and body of the refusal. */
async function knock(
  server: RunningServer,
  knocking: Knock,
): Promise<WebSocket | { status: number; body: string }> {
  const host = knocking.host ?? `127.0.0.1:${server.port}`;
  const origin = knocking.origin === undefined ? `http://${host}` : knocking.origin;
  const socket = new WebSocket(
    `ws://127.0.0.1:${server.port}${knocking.path ?? '/contract'}`,
    knocking.protocols ?? [],
    {
      headers: { host, ...(origin === null ? {} : { origin }) },
    },
  );
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
    socket.once('unexpected-response', async (_request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
    });
  });
}

const protocolsOf = (token: string) => ['callscape', `callscape.token.${token}`];

describe('the files of the app', () => {
  test('/ is the app, never kept, under a strict policy', async () => {
    const { port } = await start();
    const { status, headers, body } = await get(port, '/');
    expect([status, body]).toEqual([200, '<!doctype html><title>App</title>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('assets named by their content may be kept for good', async () => {
    const { port } = await start();
    const { headers, body } = await get(port, '/assets/app-1a2b.js?query');
    expect(body).toBe('run()');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
  });

  test('a file that a rebuild brought is found', async () => {
    const { port } = await start();
    await get(port, '/');
    writeFileSync(join(rendererDir, 'assets', 'late-3c4d.js'), 'late()');
    expect((await get(port, '/assets/late-3c4d.js')).body).toBe('late()');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/%00',
    '/%',
    '//secret.txt',
    '/link.txt',
    '/assets',
    '/__proto__',
    'http://127.0.0.1/secret.txt',
  ])('%s leads nowhere', async (path) => {
    const { port } = await start();
    const { status, body } = await get(port, path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret\n');
  });

  test('HEAD has no body and other methods are not understood', async () => {
    const { port } = await start();
    expect(await get(port, '/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await get(port, '/', {}, 'POST')).status).toBe(405);
  });

  test('a renderer that was not built says what to do, and the log has the reason', async () => {
    const onError = vi.fn();
    const { port } = await start({ rendererDir: join(rendererDir, 'missing'), onError });
    const { status, body } = await get(port, '/');
    expect([status, body]).toEqual([500, expect.stringContaining('npm run build')]);
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe('who may talk to it', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80'])(
    'a request for the host "%s" is forbidden and told where to go',
    async (host) => {
      const { port } = await start();
      const { status, body } = await get(port, '/', { host });
      expect([status, body]).toEqual([403, expect.stringContaining(`http://127.0.0.1:${port}`)]);
    },
  );

  test('localhost is as good as 127.0.0.1, and no other interface listens', async () => {
    const { port } = await start();
    expect((await get(port, '/', { host: `localhost:${port}` })).status).toBe(200);
    const other = connect({ host: '::1', port });
    const [error] = await once(other, 'error');
    expect(error).toBeInstanceOf(Error);
  });

  test('a window with the token gets the contract', async () => {
    const server = await start();
    const socket = await knock(server, { protocols: protocolsOf(server.token) });
    if (!(socket instanceof WebSocket)) throw new Error(socket.body);
    expect(socket.protocol).toBe('callscape');
    const client = await connectContract(webSocketChannel(socket));
    expect(await client.services.projects.recent({})).toEqual([]);
    client.dispose();
  });

  test.each<[string, (token: string) => Knock]>([
    ['no token', () => ({ protocols: ['callscape'] })],
    ['no subprotocol at all', () => ({})],
    ['a wrong token', () => ({ protocols: protocolsOf('A'.repeat(43)) })],
    ['a token with something after it', (token) => ({ protocols: protocolsOf(`${token}A`) })],
    ['half a token', (token) => ({ protocols: protocolsOf(token.slice(0, 20)) })],
    ['the token in the address', (token) => ({ path: `/contract?token=${token}`, protocols: ['callscape'] })],
    ['a foreign origin', (token) => ({ origin: 'https://evil.example', protocols: protocolsOf(token) })],
    ['the origin of a file', (token) => ({ origin: 'null', protocols: protocolsOf(token) })],
    ['no origin', (token) => ({ origin: null, protocols: protocolsOf(token) })],
    ['a foreign host', (token) => ({ host: 'evil.example:80', protocols: protocolsOf(token) })],
    ['another path', (token) => ({ path: '/', protocols: protocolsOf(token) })],
  ])('a socket with %s is forbidden, with a reason', async (_what, knocking) => {
    const server = await start();
    const answer = await knock(server, knocking(server.token));
    expect(answer).toMatchObject({ status: 403, body: expect.stringMatching(/\w+ .*\.\n$/) });
  });

  test('a window can ask whether its token is right', async () => {
    const { port, token } = await start();
    expect((await get(port, '/token', { authorization: `Bearer ${token}` })).status).toBe(204);
    const wrong = await get(port, '/token', { authorization: 'Bearer AAAA' });
    expect([wrong.status, wrong.body]).toEqual([403, expect.stringContaining('Open the address it printed')]);
    expect((await get(port, '/token')).status).toBe(403);
  });

  test('every start has a token of its own', async () => {
    const [one, two] = [await start(), await start()];
    expect(one.token).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(two.token);
  });
});

describe('files on their way', () => {
  const send = (server: RunningServer & { token: string }, path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, origin: `http://127.0.0.1:${server.port}` },
      ...init,
    });

  const placeOf = async (answer: Promise<Response>) =>
    (await (await answer).json()) as { file: string; download: string };

  test('what a browser sends can be read by its path, and goes with the server', async () => {
    const server = await start();
    const body = Buffer.alloc(3_000_000, 'ab\0');
    const { file } = await placeOf(send(server, '/files?name=old%20run.callscape', { body }));
    expect(file).toMatch(/\/old run\.callscape$/);
    expect(readFileSync(file).equals(body)).toBe(true);
    await server.dispose();
    running.splice(running.indexOf(server), 1);
    expect(existsSync(file)).toBe(false);
  });

  test('what was saved is downloaded under its name, once', async () => {
    const server = await start();
    const { file, download } = await placeOf(send(server, '/saves?name=r%C3%BCn.json'));
    expect((await get(server.port, download)).status).toBe(404);
    writeFileSync(file, '{"a":1}');
    const { status, headers, body } = await get(server.port, download);
    expect([status, body]).toEqual([200, '{"a":1}']);
    expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''r%C3%BCn.json");
    expect((await get(server.port, download)).status).toBe(404);
    await vi.waitFor(() => expect(existsSync(file)).toBe(false));
  });

  test.each(['', '..', '.', 'a/b', 'a\\b', '../../x', 'x'.repeat(256)])(
    'a file cannot be called "%s"',
    async (name) => {
      const answer = await send(await start(), `/files?name=${encodeURIComponent(name)}`, { body: 'x' });
      expect(answer.status).toBe(400);
    },
  );

  test('nobody sends or saves without the token and the origin of the app', async () => {
    const server = await start();
    const origin = `http://127.0.0.1:${server.port}`;
    const authorization = `Bearer ${server.token}`;
    for (const headers of [
      { origin },
      { authorization },
      { authorization, origin: 'https://evil.example' },
    ]) {
      const answer = await send(server, '/files?name=a', {
        body: 'x',
        headers: headers as Record<string, string>,
      });
      expect(answer.status).toBe(403);
    }
  });

  test.each([
    '/saves/',
    '/saves/../../etc/passwd',
    `/saves/${'A'.repeat(32)}/a`,
    `/saves/${'A'.repeat(32)}/..%2f..%2fx`,
  ])('%s leads nowhere', async (path) => {
    const { port } = await start();
    expect((await get(port, path)).status).toBe(404);
  });

  test('half a file is no file', async () => {
    const server = await start();
    const before = transferFolders();
    const request = httpRequest({
      host: '127.0.0.1',
      port: server.port,
      path: '/files?name=half',
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.token}`,
        origin: `http://127.0.0.1:${server.port}`,
        'content-length': 1000,
      },
    });
    request.on('error', () => {});
    request.write('half of it');
    await vi.waitFor(() => expect(transferFolders().length).toBe(before.length + 1));
    request.destroy();
    await vi.waitFor(() => expect(transferFolders()).toEqual(before));
  });
});

/** The files that all servers of this process keep now. */
const transferFolders = () =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith('callscape-files-'))
    .flatMap((name) => readdirSync(join(tmpdir(), name)));

describe('its life', () => {
  test('a port in use is refused with what to do', async () => {
    const { port } = await start();
    const second = startServer({ engine: { services }, rendererDir, port });
    await expect(second).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('--port 0'),
    });
  });

  test('disposing tells the windows, frees the port and ends', async () => {
    const server = await start();
    const socket = await knock(server, { protocols: protocolsOf(server.token) });
    const client = await connectContract(webSocketChannel(socket as WebSocket));
    const reason = new Promise((resolve) => client.onClose(resolve));
    await server.dispose();
    expect(await reason).toBe('The engine closed the connection.');
    await start({ port: server.port });
  });

  test('a window that answers no ping is cut off', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const server = await start({ heartbeatMs: 15_000 });
      const silent = (await knock(server, { protocols: protocolsOf(server.token) })) as WebSocket;
      const answering = (await knock(server, { protocols: protocolsOf(server.token) })) as WebSocket;
      // A stopped reader never sees the ping, as a suspended laptop would not.
      silent.pause();
      for (let beat = 0; beat < 4; beat++) {
        vi.advanceTimersByTime(15_000);
        // The server has our answer to its ping once it answers ours.
        answering.ping();
        await once(answering, 'pong');
      }
      silent.resume();
      const [code] = await once(silent, 'close');
      expect(code).toBe(1006);
      expect(answering.readyState).toBe(WebSocket.OPEN);
    } finally {
      vi.useRealTimers();
    }
  });
});
