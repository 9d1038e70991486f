import { drawn, type Shape } from '../shape.ts';

export const system: readonly Shape[] = [
  {
    name: 'a file that is read',
    code: `const fs = require('node:fs');
    function start() { fs.readFile(__filename, function got() { fs.stat(__filename, function known() {}); }); }
    start();`,
    tree: drawn`
      start
        got
          known`,
  },
  {
    name: 'a file that is read by two callers, with one callback by name',
    code: `const fs = require('node:fs'); function got() { fs.stat(__filename, known); } function known() {}
    function one() { fs.readFile(__filename, got); } function two() { fs.readFile(__filename, 'utf8', got); }
    one(); two();`,
    tree: drawn`
      one
        got
          known
      two
        got
          known`,
  },
  {
    name: 'promises of files',
    code: `const { readFile, stat } = require('node:fs/promises'); function parse() {}
    async function load() { parse(await readFile(__filename)); } async function start() { await load(); await stat(__filename); }
    start();`,
    tree: drawn`
      start
        load
          parse`,
  },
  {
    name: 'a promise of a file whose then has a name',
    code: `const fs = require('node:fs/promises'); function parse() { step(); } function step() {} function fail() {}
    function start() { return fs.readFile(__filename).then(parse).catch(fail); }
    start();`,
    tree: drawn`
      start
        parse
          step`,
  },
  {
    name: 'a program that is run',
    code: `const { execFile } = require('node:child_process'); function ended() { step(); } function step() {}
    function start() { execFile('true', ended); }
    start();`,
    tree: drawn`
      start
        ended
          step`,
  },
  {
    name: 'the output of a program',
    code: `const { spawn } = require('node:child_process'); function heard() {} function ended() {}
    function start() { const child = spawn('echo', ['x']); child.stdout.on('data', heard); child.on('close', ended); }
    start();`,
    tree: drawn`
      start
        heard
        ended`,
  },
  {
    name: "crypto's thread pool",
    code: `const crypto = require('node:crypto'); function derived() {} function start() { crypto.pbkdf2('a', 'b', 1, 8, 'sha1', derived); }
    start(); start();`,
    tree: drawn`
      2x start
        derived`,
  },
  {
    name: 'compression by a callback',
    code: `const zlib = require('node:zlib'); function zipped(_, data) { zlib.gunzip(data, unzipped); } function unzipped() {}
    function start() { zlib.gzip('x', zipped); }
    start();`,
    tree: drawn`
      start
        zipped
          unzipped`,
  },
  {
    name: 'a name that is looked up',
    code: `const dns = require('node:dns'); function found() {} function start() { dns.lookup('localhost', found); } start();`,
    tree: drawn`
      start
        found`,
  },
  {
    name: 'the lines of a readline interface',
    code: `const readline = require('node:readline'); const { Readable } = require('node:stream'); function line() {} function closed() {}
    function start() { const r = readline.createInterface({ input: Readable.from(['a\\nb\\n']) }); r.on('line', line); r.on('close', closed); }
    start();`,
    tree: drawn`
      start
        2x line
        closed`,
  },
  {
    name: 'a module that is imported when it is needed',
    files: { 'late.mjs': 'function prepare() {} prepare(); export function step() {}' },
    code: `async function start() { const { step } = await import('./late.mjs'); step(); } start();`,
    tree: drawn`
      start
        prepare
        step`,
  },
  {
    name: 'a listener for the end of the process',
    code: `function last() {} function start() { process.on('exit', last); } start();`,
    tree: drawn`
      start
        last`,
  },
];
