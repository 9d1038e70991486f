import { drawn, type Shape } from '../shape.ts';

const streams =
  "const { Readable, Writable, Transform, Duplex, PassThrough, pipeline } = require('node:stream');";

export const streamShapes: readonly Shape[] = [
  {
    name: 'a stream that is read to its end',
    code: `${streams} function start() {
      const s = Readable.from(['a', 'b']);
      s.on('data', function chunk() {}); s.on('end', function ended() {});
    }
    start();`,
    tree: drawn`
      start
        2x chunk
        ended`,
  },
  {
    name: 'listeners of a stream by their names',
    code: `${streams} function chunk() {} function ended() {}
    function start() { Readable.from(['a', 'b']).on('data', chunk).on('end', ended); }
    start();`,
    tree: drawn`
      start
        2x chunk
        ended`,
  },
  {
    name: 'a pipeline with a callback',
    code: `${streams} function start() { pipeline(Readable.from(['a']), new PassThrough(), function finished() {}); } start();`,
    tree: drawn`
      start
        finished`,
  },
  {
    name: 'a pipeline of streams whose methods are options',
    code: `${streams} function start() {
      const upper = new Transform({ transform(chunk, _, done) { done(null, String(chunk).toUpperCase()); } });
      const sink = new Writable({ write(chunk, _, done) { done(); }, final(done) { done(); } });
      pipeline(Readable.from(['a', 'b']), upper, sink, function finished() {});
    }
    start();`,
    tree: drawn`
      start
        2x transform
          write
        final
        finished`,
  },
  {
    name: 'streams that are subclasses, in two pipelines side by side',
    code: `${streams} class Upper extends Transform { _transform(chunk, _, done) { this.push(mark(chunk)); done(); } }
    function mark(chunk) { return chunk; } class Sink extends Writable { _write(chunk, _, done) { done(); } }
    function start(list) { Readable.from(list).pipe(new Upper()).pipe(new Sink()); }
    start(['a']); start(['b']);`,
    tree: drawn`
      2x start
        _transform
          mark
          _write`,
  },
  {
    name: 'a readable stream that reads when asked',
    code: `${streams} function start() {
      let n = 0;
      const s = new Readable({ read() { this.push(n++ < 2 ? 'x' : null); } });
      s.on('data', function chunk() {});
    }
    start();`,
    tree: drawn`
      start
        2x read
        chunk
        read
        chunk`,
  },
  {
    name: 'a write that is done later',
    code: `${streams} class Slow extends Writable { _write(chunk, _, done) { setTimeout(done, 1); } }
    function wrote() {} function start() { const s = new Slow(); s.write('a', wrote); s.end('b', wrote); }
    start();`,
    tree: drawn`
      start
        _write
          _write
            wrote
          wrote`,
  },
  {
    name: 'a pipeline that is a promise, through an async generator',
    code: `${streams} const { pipeline: run } = require('node:stream/promises'); function step() {}
    async function* upper(source) { for await (const chunk of source) yield chunk; }
    async function start() { await run(Readable.from(['a', 'b']), upper, async function sink(s) { for await (const c of s) step(); }); }
    start();`,
    tree: drawn`
      start
        sink
          upper
          2x step`,
  },
  {
    name: 'a file through a compressor',
    code: `${streams} const fs = require('node:fs'); const zlib = require('node:zlib'); function chunk() {} function ended() {}
    function start() { fs.createReadStream(__filename).pipe(zlib.createGzip()).on('data', chunk).on('end', ended); }
    start();`,
    tree: drawn`
      start
        2x chunk
        ended`,
  },
  {
    name: 'a duplex stream',
    code: `${streams} class Echo extends Duplex { _read() {} _write(chunk, _, done) { this.push(chunk); done(); } _final(done) { this.push(null); done(); } }
    function heard() {} function start() { const e = new Echo(); e.on('data', heard); e.write('a'); e.end(); }
    start();`,
    tree: drawn`
      start
        _write
        _final
        heard`,
  },
  {
    name: 'a web stream',
    code: `function pulled() {} function step() {}
    async function start() {
      let n = 0;
      const s = new ReadableStream({ pull(c) { pulled(); if (n++ < 2) c.enqueue(n); else c.close(); } });
      for await (const chunk of s) step();
    }
    start();`,
    tree: drawn`
      start
        2x pull
          pulled
        step
        pull
          pulled
        step`,
  },
];
