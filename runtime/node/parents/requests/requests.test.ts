import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TracerConfig } from '../../../format/index.ts';
import { others, pinned } from '../../testing/node-versions.ts';
import { runTraced, runUntraced } from '../../testing/run-traced.ts';

const cwd = mkdtempSync(join(tmpdir(), 'callscape-requests-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const write = (name: string, code: string) => writeFileSync(join(cwd, name), code);

/** Everything of a request's head that both sides can look at. */
write(
  'seen.cjs',
  `const http = require('node:http');
  const head = (q) => [q.method, q.url, q.rawHeaders, q.headers, q.headersDistinct];
  function answer(q, r) { r.end(JSON.stringify(head(q))); }
  function ask(port, options, body) { return new Promise((done) => { const q = http.request({ port, ...options }, async (r) => { let text = ''; for await (const part of r) text += part; done(text); });
    q.end(body); show(q); }).then((text) => console.log(text)); }
  function show(q) { console.log(q.getHeaders(), q.getRawHeaderNames(), q.headersSent); }
  async function main() {
    const server = http.createServer(answer); await new Promise((go) => server.listen(0, go)); const { port } = server.address();
    const headers = { Host: 'x', 'X-One': 'a' };
    await ask(port, { headers }); await ask(port, { headers, method: 'POST' }, 'body'); await ask(port, { headers: ['Host', 'x', 'X-Two', 'b', 'Connection', 'close'] });
    await ask(port, { headers: { ...headers, Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00', tracestate: 'a=b' } });
    await ask(port, { headers: { ...headers, traceparent: 'none' } }); await ask(port, { headers: { ...headers, expect: '100-continue' }, method: 'PUT' }, 'x');
    const answered = await fetch('http://localhost:' + port, { headers: { 'X-Three': 'c' } }); console.log((await answered.text()).replaceAll(String(port), 'port'));
    server.close(); server.closeAllConnections();
  }
  main();`,
);
write(
  'seen2.cjs',
  `const http2 = require('node:http2');
  function answer(q, r) { console.log(q.headers, q.rawHeaders); r.end(); } function heard(stream, headers, flags, raw) { console.log(headers, raw); }
  async function main() {
    const server = http2.createServer(answer); server.prependListener('stream', heard); await new Promise((go) => server.listen(0, go));
    const session = http2.connect('http://localhost:' + server.address().port);
    for (const headers of [{ ':authority': 'x' }, { ':authority': 'x', 'x-one': 'a' }, { ':authority': 'x', traceparent: 'none' }]) await ask(session, headers);
    session.close(); server.close();
  }
  function ask(session, headers) { return new Promise((done) => { const stream = session.request(headers); console.log(headers, stream.sentHeaders); stream.resume(); stream.on('close', done); }); }
  main();`,
);
/** Sends requests to a server that is none of Node's, by several names. */
write(
  'untraced.cjs',
  `const http = require('node:http'); const net = require('node:net');
  const server = net.createServer((socket) => socket.once('data', (head) => { console.log(/host: (\\S+)/i.exec(head)[1], /\\r\\ntraceparent: /.test(head), ...(/-00\\r/.test(head) ? ['left out'] : [])); socket.end('HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'); }));
  const lookup = (host, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  function ask(options) { return new Promise((done) => http.get({ port: server.address().port, setHost: false, agent: false, lookup, ...options, headers: { host: options.as ?? options.host } }, (r) => r.resume().on('end', done))); }
  async function main() { await ask({ host: '127.0.0.1' }); await ask({ host: 'api.test' }); await ask({ host: 'localhost', path: 'http://far.test/', as: 'far.test' }); server.close(); }
  server.listen(0, '127.0.0.1', main);`,
);

describe.each([pinned, ...others])('on Node $version', ({ executable: node, major }) => {
  test.concurrent.each(major < 22 ? ['seen.cjs'] : ['seen.cjs', 'seen2.cjs'])(
    'the context of the tracer shows in no header that the app can see: %s',
    async (name) => {
      const untraced = await runUntraced({ cwd, args: [name], node });
      const { threads, ...traced } = await runTraced({ cwd, args: [name], node });
      expect(traced).toEqual(untraced);
      expect(untraced.code).toBe(0);
      const sent = threads.flatMap(({ spans }) => spans.flatMap(({ carries = [] }) => carries));
      expect(sent).toHaveLength(name === 'seen.cjs' ? 6 : 2);
      expect(threads[0]?.arrivals.filter(({ roots }) => roots.length > 0)).toHaveLength(sent.length);
    },
  );
});

const heads = async (config: Partial<TracerConfig>) => {
  const { stdout } = await runTraced({ cwd, args: ['untraced.cjs'], config });
  return stdout.trim().split('\n');
};

test('this machine alone is told by default, and not what a proxy here passes on', async () => {
  expect(await heads({})).toEqual(['127.0.0.1 true', 'api.test false', 'far.test false']);
});

test('hosts are told as they are listed', async () => {
  expect(await heads({ contextHosts: ['*.test'] })).toEqual([
    '127.0.0.1 false',
    'api.test true',
    'far.test true',
  ]);
  expect(await heads({ contextHosts: [] })).toEqual(['127.0.0.1 false', 'api.test false', 'far.test false']);
});

test('a trace is kept or left out as a whole', async () => {
  // Untraced, so that each call of `ask` begins a trace.
  const drive = `module.exports = (server, ask, left) => server.listen(0, () => { const { port } = server.address();
    let open = left; const done = () => { if (--open === 0) server.close(); };
    const timer = setInterval(() => { ask(port, done); if (--left === 0) clearInterval(timer); }, 1); });`;
  mkdirSync(join(cwd, 'node_modules/drive'), { recursive: true });
  write('node_modules/drive/index.js', drive);
  write(
    'sampled.cjs',
    `const http = require('node:http'); function answer(q, r) { work(); r.end(); } function work() {}
    function ask(port, done) { http.get({ port, agent: false }, (r) => r.resume().on('end', done)); }
    require('drive')(http.createServer(answer), ask, 40);`,
  );
  const config = { limits: { sampleRate: 0.25 } };
  const { threads, stderr } = await runTraced({ cwd, args: ['sampled.cjs'], config });
  expect(stderr).toBe('');
  const [thread] = threads;
  const carried = thread?.spans.filter(({ name }) => name === 'ask').map(({ carries }) => carries?.[0]);
  const answered = thread?.arrivals.filter(({ roots }) => roots.length > 0).map(({ channel }) => channel);
  expect(answered).toEqual(carried);
  expect(carried?.length).toBeGreaterThanOrEqual(5);
  expect(carried?.length).toBeLessThanOrEqual(20);
  expect(thread?.spans.filter(({ name }) => name === 'answer')).toHaveLength(carried?.length ?? -1);
});

test('a request of a trace that is left out says so, but nothing else', async () => {
  expect(await heads({ contextHosts: ['*'], limits: { sampleRate: 0 } })).toEqual([
    '127.0.0.1 true left out',
    'api.test true left out',
    'far.test true left out',
  ]);
});
