import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findPythons } from '../../python/testing/pythons.ts';
import { HOOK } from '../../python/testing/run-python.ts';
import { pinned } from '../testing/node-versions.ts';
import { runTraced } from '../testing/run-traced.ts';
import { wholeTree } from './function-tree.ts';
import { drawn } from './shape.ts';

const cwd = mkdtempSync(join(tmpdir(), 'callscape-python-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const python = findPythons().filter(({ version }) => ['3.8', '3.11', '3.13'].includes(version));

/**
 * Untraced: starts a Python program, gives its first line of output, and ends it by closing its input. Where there is a server, it
 * listens before and is closed after.
 */
const START = `const { spawn } = require('node:child_process');
  module.exports = (server, command, file, then) => {
    if (server) server.listen(0, go); else go();
    function go() {
      const args = server ? [server.address().port] : [];
      const env = { ...process.env, PYTHONPATH: ${JSON.stringify(HOOK)} + ':' + __dirname, PYTHONDONTWRITEBYTECODE: '1' };
      const child = spawn(command, [file, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
      const end = () => { child.stdin.end(); if (server) { server.close(); server.closeAllConnections(); } };
      child.stdout.once('data', (line) => then ? then(String(line).trim(), end) : end());
    }
  };`;

/** Untraced as well. */
const SERVE = `import sys, threading

def serve(server):
    print(server.server_port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()
    server.server_close()
`;

const SERVER = `from http.server import BaseHTTPRequestHandler, HTTPServer
from serve_until_told import serve
from urllib.request import urlopen

def load(port):
    with urlopen("http://localhost:%s/" % port) as answer:
        return answer.read()

def reply(path):
    return load(path[1:]) if len(path) > 1 else b"x"

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = reply(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

serve(HTTPServer(("localhost", 0), Handler))
`;

const CLIENT = `import sys
from urllib.request import urlopen

def ask(port):
    with urlopen("http://localhost:%s/" % port) as answer:
        return answer.read()

def main(port):
    ask(port)
    ask(port)

main(sys.argv[1])
print("done", flush=True)
`;

const SHAPES = [
  {
    name: 'a request of Node to Python',
    main: `async function ask(port, stop) { const r = await fetch('http://localhost:' + port); use(await r.text()); http.get({ port, agent: false }, (r) => r.resume().on('end', stop)); } function use() {}
      start(undefined, command, 'server.py', ask);`,
    tree: drawn`
      ask
        use
        <anonymous>
        2x ~do_GET
          reply
          log_message`,
  },
  {
    name: 'requests of Python to Node',
    main: `function answer(q, r) { setTimeout(late, 1, r); } function late(r) { r.end('x'); } start(http.createServer(answer), command, 'client.py');`,
    tree: drawn`
      main
        2x ask
          GET localhost
            connect
            ~answer
              late`,
  },
  {
    name: 'a request of Node to Python, which asks Node',
    main: `function answer(q, r) { r.end('x'); } const server = http.createServer(answer);
      async function ask(port, end) { const r = await fetch('http://localhost:' + port + '/' + server.address().port); await r.text(); end(); }
      start(server, command, 'server.py', ask);`,
    tree: drawn`
      ask
        ~do_GET
          reply
            load
              GET localhost
                connect
                ~answer
          log_message`,
  },
];

describe.each(python)('with Python $version', ({ version, command }) => {
  test.concurrent.each(SHAPES)('$name is one trace', async ({ name, main, tree }) => {
    const dir = join(cwd, `${version} ${name}`);
    const files = {
      'node_modules/start/index.js': START,
      'node_modules/start/serve_until_told.py': SERVE,
      'server.py': SERVER,
      'client.py': CLIENT,
      'main.cjs': `const http = require('node:http'); const start = require('start'); const command = ${JSON.stringify(command)}; ${main}`,
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    const { threads, stderr } = await runTraced({ cwd: dir, args: ['main.cjs'], node: pinned.executable });
    expect(stderr).toBe('');
    expect(wholeTree(threads)).toBe(tree);
    expect(threads.map(({ unmatched }) => unmatched)).toEqual(threads.map(() => 0));
  });
});
