import { drawn, type Shape } from '../shape.ts';

/** Untraced: starts a server in another process, and there lets it answer `n` requests before that ends. */
const PAIR = `const { fork } = require('node:child_process');
exports.serve = (file, then) => { const child = fork(file); child.once('message', (at) => then(at, child)); };
exports.listen = (server, n, at = 0) => {
  const stop = () => { server.close(); server.closeIdleConnections?.(); process.disconnect(); };
  server.on('request', (q, r) => r.on('close', () => { if (--n === 0) setImmediate(stop); }));
  server.listen(at, () => process.send(server.address().port ?? at));
};
exports.behind = (file, answer, n) => exports.serve(file, (at) => { exports.next = at; exports.listen(require('node:http').createServer(answer), n); });`;

/** A program whose server answers \`n\` requests by a function that is called \`answer\`. */
const pair = (n: number, server: string, main: string, more: Readonly<Record<string, string>> = {}) => ({
  files: {
    'node_modules/pair/index.js': PAIR,
    'server.cjs': `const http = require('node:http'); const { listen } = require('pair'); ${server} listen(http.createServer(answer), ${n});`,
    ...more,
  },
  code: `const http = require('node:http'); const { serve } = require('pair'); ${main}`,
});

const REPLY = `function answer(q, r) { reply(r); } function reply(r) { r.end('x'); }`;

/** TLS by a key that both know, so that nobody needs a certificate. */
const TLS = `const psk = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');
  exports.server = { pskCallback: () => psk, ciphers: 'PSK', maxVersion: 'TLSv1.2' };
  exports.client = { pskCallback: () => ({ psk, identity: 'x' }), ciphers: 'PSK', maxVersion: 'TLSv1.2', checkServerIdentity() {} };`;

/** Requests between processes of one run; \`~\` in a tree begins what a request has caused. */
export const requestShapes: readonly Shape[] = [
  {
    name: 'a request to a server in another process',
    ...pair(
      1,
      REPLY,
      `function ask(port) { http.get({ port, agent: false }, got); } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
  {
    name: 'a request whose body is streamed, and its answer',
    ...pair(
      1,
      `async function answer(q, r) { let n = 0; for await (const part of q) n += size(part); pipe(n, r); } function size(part) { return part.length; }
      function pipe(n, r) { require('node:stream').Readable.from([String(n)]).pipe(r); }`,
      `const { Readable } = require('node:stream'); function ask(port) { const q = http.request({ port, method: 'POST', agent: false }); q.on('response', got); Readable.from(['abc']).pipe(q); }
      function got(r) { r.on('data', part); } function part() {} serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        got
          part
        ~answer
          size
          pipe`,
  },
  {
    name: 'a request over TLS',
    ...pair(
      1,
      REPLY,
      `const https = require('node:https'); const tls = require('tls-of-both'); function ask(port) { https.get({ port, agent: false, ...tls.client }, got); } function got(r) { r.resume(); }
      serve('./server.cjs', ask);`,
      {
        'node_modules/tls-of-both/index.js': TLS,
        'server.cjs': `const { listen } = require('pair'); ${REPLY} listen(require('node:https').createServer(require('tls-of-both').server, answer), 1);`,
      },
    ),
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
  {
    name: 'fetch of another process',
    ...pair(
      2,
      REPLY,
      `async function ask(port) { const r = await fetch('http://localhost:' + port); use(await r.text()); const s = await fetch('http://127.0.0.1:' + port, { method: 'POST', body: 'x' }); use(await s.text()); }
      function use() {} serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        2x use
        2x ~answer
          reply`,
  },
  {
    name: 'requests on one connection',
    ...pair(
      3,
      `async function answer(q, r) { await null; step(); setTimeout(late, 1, r); } function step() {} function late(r) { r.end('x'); }`,
      `const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); async function main(port) { await one(port); await two(port); await one(port); agent.destroy(); }
      function one(port) { return new Promise((done) => http.get({ port, agent }, (r) => { r.resume(); r.on('end', done); })); }
      function two(port) { return one(port); } serve('./server.cjs', main);`,
    ),
    tree: drawn`
      main
        one
          <anonymous>
            <anonymous>
            ~answer
              step
              late
        two
          one
            <anonymous>
              <anonymous>
              ~answer
                step
                late
        one
          <anonymous>
            <anonymous>
            ~answer
              step
              late`,
  },
  {
    name: 'requests that are under way at the same time',
    ...pair(
      3,
      `function answer(q, r) { const ms = q.url === '/slow' ? 30 : 1; setTimeout(q.url === '/slow' ? slow : fast, ms, r); } function slow(r) { r.end(); } function fast(r) { r.end(); }`,
      `async function ask(port, path) { await fetch('http://localhost:' + port + path); }
      async function first(port) { await ask(port, '/slow'); } async function second(port) { await ask(port, '/fast'); }
      async function main(port) { await Promise.all([first(port), second(port), second(port)]); } serve('./server.cjs', main);`,
    ),
    tree: drawn`
      main
        first
          ask
            ~answer
              slow
        2x second
          ask
            ~answer
              fast`,
  },
  {
    name: 'requests that stand behind each other, the second from nobody',
    ...pair(
      2,
      `function answer(q, r) { reply(r); } function reply(r) { setTimeout(late, 1, r); } function late(r) { r.end('x'); }`,
      `const net = require('node:net'); const context = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      function ask(port) { const q = http.request({ port, agent: false, headers: { traceparent: context } }); q.on('error', gone); q.end(); q.destroy(); raw(port); } function gone() {}
      function raw(port) { net.connect(port).resume().write('GET / HTTP/1.1\\r\\nHost: x\\r\\ntraceparent: ' + context + '\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'); }
      serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        raw
        gone
        ~answer
          reply
            late
      answer
        reply
          late`,
  },
  {
    name: 'a server that fails, and a request that nobody takes',
    ...pair(
      1,
      `async function answer(q, r) { try { await fail(); } catch { r.statusCode = 500; r.end(); } } async function fail() { throw new Error('no'); }`,
      `async function ask(port) { const r = await fetch('http://localhost:' + port); use(r.status); try { await fetch('http://127.0.0.1:1'); } catch { use(0); } } function use() {} serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        2x use
        ~answer
          fail !`,
  },
  {
    name: 'a request that is given up',
    ...pair(
      1,
      `function answer(q, r) { r.write('x'); r.on('close', closed); } function closed() {}`,
      `async function ask(port) { const give = new AbortController(); const r = await fetch('http://localhost:' + port, { signal: give.signal }); give.abort(); try { await r.text(); } catch { failed(); } } function failed() {}
      serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        failed
        ~answer
          closed`,
  },
  {
    name: 'a server that asks another one',
    ...pair(
      1,
      `const pair = require('pair'); async function answer(q, r) { r.end(await load()); } async function load() { const r = await fetch('http://localhost:' + pair.next); return r.text(); }
      pair.behind('./last.cjs', answer, 1); if (0)`,
      `function ask(port) { http.get({ port, agent: false }, got); } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
      {
        'last.cjs': `const http = require('node:http'); const { listen } = require('pair'); ${REPLY} listen(http.createServer(answer), 1);`,
      },
    ),
    tree: drawn`
      ask
        got
        ~answer
          load
            ~answer
              reply`,
  },
  {
    name: "a context of the app's own",
    ...pair(
      1,
      REPLY,
      `function ask(port) { http.get({ port, agent: false, headers: { Traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' } }, got); } function got(r) { r.resume(); }
      serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
  {
    name: 'a context that a server passes on, which belongs to who sent it first',
    ...pair(
      1,
      `const pair = require('pair'); function answer(q, r) { const { traceparent } = q.headers; http.get({ port: pair.next, agent: false, headers: { traceparent } }, (s) => s.pipe(r)); }
      pair.behind('./last.cjs', answer, 1); if (0)`,
      `function ask(port) { http.get({ port, agent: false, headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' } }, got); } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
      {
        'last.cjs': `const http = require('node:http'); const { listen } = require('pair'); function last(q, r) { r.end(); } listen(http.createServer(last), 1);`,
      },
    ),
    tree: drawn`
      ask
        got
        ~answer
          <anonymous>
        ~last`,
  },
  {
    name: 'a handler that a library calls later',
    ...pair(
      1,
      `const later = require('later'); function answer(q, r) { r.end('x'); } listen(http.createServer(later(answer)), 1); if (0)`,
      `function ask(port) { http.get({ port, agent: false }, got); } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
      {
        'node_modules/later/index.js': `module.exports = (f) => async (q, r) => { await new Promise((go) => setTimeout(go, 2)); require('node:fs').stat('.', () => f(q, r)); };`,
      },
    ),
    tree: drawn`
      ask
        got
        ~answer`,
  },
  {
    name: 'requests that a library makes',
    ...pair(
      2,
      REPLY,
      `const client = require('client'); async function ask(port) { await client.first(port); await client.again(port); } serve('./server.cjs', ask);`,
      {
        'node_modules/client/index.js': `const http = require('node:http');
        exports.first = async (port) => { await null; return new Promise((done) => http.get({ port, agent: false }, (r) => r.resume().on('end', done))); };
        exports.again = async (port) => { await new Promise((go) => setTimeout(go, 2)); return (await fetch('http://localhost:' + port)).text(); };`,
      },
    ),
    tree: drawn`
      ask
        2x ~answer
          reply`,
  },
  {
    name: 'a request that fetch follows to another place',
    ...pair(
      2,
      `function answer(q, r) { if (q.url === '/') send(r); else arrive(r); } function send(r) { r.writeHead(302, { location: '/there' }).end(); } function arrive(r) { r.end(); }`,
      `async function ask(port) { await fetch('http://localhost:' + port + '/'); } serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        ~answer
          send
        ~answer
          arrive`,
  },
  {
    name: 'a request through a socket of the file system',
    ...pair(
      1,
      REPLY,
      `function ask(socketPath) { http.get({ socketPath, agent: false }, got); } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
      {
        'server.cjs': `const http = require('node:http'); const { listen } = require('pair'); ${REPLY} listen(http.createServer(answer), 1, require('node:os').tmpdir() + '/callscape-' + process.pid + '.sock');`,
      },
    ),
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
  {
    name: 'a request that expects to go on',
    ...pair(
      1,
      `function answer(q, r) { q.resume(); r.end(); } function may(q, r) { r.writeContinue(); answer(q, r); } const server = http.createServer(); server.on('checkContinue', may); listen(server, 1); server.prependListener('checkContinue', server.listeners('request')[0]); if (0)`,
      `function ask(port) { const q = http.request({ port, method: 'PUT', agent: false, headers: { expect: '100-continue' } }, got); q.on('continue', go); function go() { q.end('x'); } } function got(r) { r.resume(); } serve('./server.cjs', ask);`,
    ),
    tree: drawn`
      ask
        go
        got
        ~may
          answer`,
  },
  {
    name: 'requests of HTTP/2, on one connection',
    since: 22,
    ...pair(
      2,
      REPLY,
      `const http2 = require('node:http2'); function main(port) { const session = http2.connect('http://localhost:' + port); ask(session, '/'); more(session); } function more(session) { ask(session).on('close', () => session.close()); }
      function ask(session, path) { const stream = session.request(path && { ':path': path }); stream.on('response', got); stream.resume(); return stream; } function got() {} serve('./server.cjs', main);`,
      {
        'server.cjs': `const { listen } = require('pair'); ${REPLY} listen(require('node:http2').createServer(answer), 2);`,
      },
    ),
    tree: drawn`
      main
        ask
          got
          ~answer
            reply
        more
          ask
            got
            ~answer
              reply
          <anonymous>`,
  },
  {
    name: 'streams of HTTP/2 whose answer comes later',
    since: 22,
    ...pair(
      1,
      REPLY,
      `const http2 = require('node:http2'); function ask(port) { const session = http2.connect('http://localhost:' + port); const stream = session.request({ ':method': 'POST' }); stream.resume(); stream.end('abc'); stream.on('close', done); function done() { session.close(); } }
      serve('./server.cjs', ask);`,
      {
        'server.cjs': `const { listen } = require('pair'); const server = require('node:http2').createServer(); server.on('stream', answer); listen(server, 1);
        function answer(stream) { stream.resume(); stream.on('end', function all() { setTimeout(late, 1, stream); }); } function late(stream) { stream.respond(); stream.end('x'); }`,
      },
    ),
    tree: drawn`
      ask
        done
        ~answer
          all
            late`,
  },
  {
    name: 'workers of a cluster that share a server',
    files: {
      'node_modules/shared/index.js': `const cluster = require('node:cluster'); exports.tell = (server) => { server.listen(0, '127.0.0.1', () => process.send(server.address().port));
        server.on('request', (q, r) => r.on('close', () => setImmediate(() => { server.close(() => process.disconnect()); server.closeIdleConnections?.(); }))); };
        exports.hear = (file, then) => { cluster.setupPrimary({ exec: file }); cluster.fork().on('message', (port) => then(port)); };`,
      'worker.cjs': `${REPLY} require('shared').tell(require('node:http').createServer(answer));`,
    },
    code: `function use() {} async function ask(port) { const r = await fetch('http://127.0.0.1:' + port, { headers: { connection: 'close' } }); use(await r.text()); } require('shared').hear('./worker.cjs', ask);`,
    tree: drawn`
      ask
        use
        ~answer
          reply`,
  },
  {
    name: 'a server in a worker',
    files: {
      'node_modules/port/index.js': `const threads = require('node:worker_threads'); exports.tell = (server) => { server.listen(0, () => threads.parentPort.postMessage(server.address().port));
        server.on('request', (q, r) => r.on('close', () => { server.close(); threads.parentPort.close(); })); };
        exports.hear = (file, then) => new threads.Worker(file).once('message', (port) => then(port));`,
      'worker.cjs': `${REPLY} require('port').tell(require('node:http').createServer(answer));`,
    },
    code: `const http = require('node:http'); function ask(port) { http.get({ port, agent: false }, got); } function got(r) { r.resume(); } require('port').hear('./worker.cjs', ask);`,
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
  {
    name: 'processes of which none has started the other',
    files: {
      'node_modules/apart/index.js': `const fs = require('node:fs');
        exports.tell = (server) => { server.listen(0, () => { fs.writeFileSync('port.new', String(server.address().port)); fs.renameSync('port.new', 'port'); });
          server.on('request', (q, r) => r.on('close', () => server.close())); };
        exports.hear = (then) => { const timer = setInterval(() => { if (!fs.existsSync('port')) return; clearInterval(timer); then(fs.readFileSync('port', 'utf8')); fs.unlinkSync('port'); }, 5); };`,
      'server.cjs': `const http = require('node:http'); ${REPLY} require('apart').tell(http.createServer(answer));`,
      'client.cjs': `const http = require('node:http'); function ask(port) { http.get({ port, agent: false }, got); } function got(r) { r.resume(); } require('apart').hear(ask);`,
    },
    code: `require('node:child_process').spawn('/bin/sh', ['-c', '"$0" server.cjs & "$0" client.cjs; wait', process.execPath]);`,
    tree: drawn`
      ask
        got
        ~answer
          reply`,
  },
];
