import { drawn, type Shape } from '../shape.ts';

export const servers: readonly Shape[] = [
  {
    name: 'requests of an HTTP server, each a root, though a function has started the server',
    files: {
      'node_modules/ask/index.js': `const http = require('node:http');
        module.exports = (server, n) => { const { port } = server.address(); const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
          const next = () => { if (n-- === 0) { agent.destroy(); server.close(); return; }
            http.get({ port, agent }, (r) => { r.resume(); r.on('end', () => setImmediate(next)); }); }; next(); };`,
    },
    code: `const http = require('node:http'); const ask = require('ask'); function step() {}
    function answer(request, response) { setTimeout(function late() { step(); response.end('x'); }, 1); }
    function main() { const server = http.createServer(answer); server.listen(0, '127.0.0.1'); return server; }
    const server = main(); server.on('listening', ask.bind(null, server, 2));`,
    tree: drawn`
      main
      2x answer
        late
          step`,
  },
  {
    name: 'what a request waits for, in an HTTP server with async handlers',
    files: {
      'node_modules/ask/index.js': `const http = require('node:http');
        module.exports = (server, n) => { let left = n; for (let i = 0; i < n; i++) http.get({ port: server.address().port, agent: false }, (r) => { r.resume();
          r.on('end', () => { if (--left === 0) server.close(); }); }); };`,
    },
    code: `const http = require('node:http'); const ask = require('ask'); const fs = require('node:fs');
    async function load() { await fs.promises.stat(__filename); return parse(); } function parse() { return 'x'; } function sent() {}
    async function answer(request, response) { const text = await load(); response.end(text, sent); }
    const server = http.createServer(answer).listen(0, '127.0.0.1'); server.on('listening', ask.bind(null, server, 2));`,
    tree: drawn`
      2x answer
        load
          parse
        sent`,
  },
  {
    name: 'the body of a request, by listeners in the handler',
    files: {
      'node_modules/ask/index.js': `const http = require('node:http');
        module.exports = (server) => { http.request({ port: server.address().port, method: 'POST', agent: false }, (r) => { r.resume();
          r.on('end', () => server.close()); }).end('text'); };`,
    },
    code: `const http = require('node:http'); const ask = require('ask');
    function answer(request, response) { let n = 0; request.on('data', (c) => { n += c.length; }); request.on('end', done); function done() { response.end(String(n)); } }
    const server = http.createServer(answer).listen(0, '127.0.0.1'); server.on('listening', ask.bind(null, server));`,
    tree: drawn`
      answer
        <anonymous>
        done`,
  },
  {
    name: 'an HTTP client',
    files: {
      'node_modules/serve/index.js': `const http = require('node:http');
        module.exports = (f) => { const s = http.createServer((q, r) => r.end('x')).listen(0, '127.0.0.1', () => f(s.address().port, s)); };`,
    },
    code: `const http = require('node:http'); const serve = require('serve'); function answered(response) { response.on('data', part); response.on('end', ended); }
    function part() {} function ended() {} function start(port) { http.get({ port, agent: false }, answered); }
    function both(port, server) { start(port); start(port); server.unref(); } serve(both);`,
    tree: drawn`
      both
        2x start
          answered
            part
            ended`,
  },
  {
    name: 'fetch',
    files: {
      'node_modules/serve/index.js': `const http = require('node:http');
        module.exports = (f) => { const s = http.createServer((q, r) => r.end('x')).listen(0, '127.0.0.1', () => f(s.address().port, s)); };`,
    },
    code: `const serve = require('serve'); function step() {} function part() { step(); }
    async function start(port, server) { const r = await fetch('http://127.0.0.1:' + port); await r.text().then(part); server.closeAllConnections(); server.close(); }
    serve(start);`,
    tree: drawn`
      start
        part
          step`,
  },
  {
    name: 'a TCP server and a client that talk',
    code: `const net = require('node:net'); function heard(data) { this.end(data); } function back() {}
    function connected(socket) { socket.on('data', heard); }
    function call(port, done) { const s = net.connect(port, '127.0.0.1'); s.on('data', back); s.on('close', done); s.write('x'); }
    function main() { const server = net.createServer(connected).listen(0, '127.0.0.1', () => { call(server.address().port, () => server.close()); }); }
    main();`,
    tree: drawn`
      main
        <anonymous>
          call
            back
            <anonymous>
      connected
        heard`,
  },
];
