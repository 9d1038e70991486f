import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findExecutable } from '../../launch/python/index.ts';
import type { RecordedCalls } from './plan.ts';
import type { RecordedCall } from './protocol.ts';
import { drawn, exercised, limits, recordedWith } from './testing/exercised.ts';

const python = await findExecutable({ dir: '/', env: process.env, chosen: '' });

/** Where there is no Python, there is nothing to test. */
describe.skipIf(python === null)('Python functions', () => {
  const inPython = (main: readonly string[], more: Readonly<Record<string, string>> = {}, options = {}) =>
    exercised({ 'shop/__init__.py': '', 'shop/main.py': main.join('\n'), ...more }, { python, ...options });

  it('are called with values of their types, on instances too, and a failing input is a small one', async () => {
    const { outcomes } = await inPython(
      [
        'from dataclasses import dataclass',
        'from enum import Enum',
        'from typing import List, Optional, Dict',
        'from .prices import price',
        'class Size(Enum):',
        '    SMALL = 1',
        '@dataclass',
        'class Item:',
        '    name: str',
        '    count: int = 1',
        'def total(items: List[Item]) -> int:',
        '    return sum(price(item.name) * item.count for item in items)',
        'def first(names: List[str]) -> str:',
        '    return names[0].upper()',
        'def label(size: Size, note: Optional[str] = None) -> str:',
        '    return size.name + (note or "")',
        'def checked(n: int) -> int:',
        '    if n < 0: raise ValueError("negative")',
        '    return n',
        'async def later(text: str) -> str: return text',
        'def items(counts: Dict[str, int]):',
        '    for name, count in counts.items(): yield 1 // count',
        'def _own(): return None.x',
        'class Cart:',
        '    def __init__(self, size: int): self.names = []',
        '    def add(self, name: str) -> None: self.names.append(name)',
        '    def last(self) -> str: return self.names[-1]',
        '    @staticmethod',
        '    def empty() -> "Cart": return Cart(0)',
        '    def _hidden(self): return None.x',
      ],
      { 'shop/prices.py': 'def price(name): return len(name)' },
    );
    const lines = drawn(outcomes).filter((line) => !line.startsWith('price'));
    expect(lines).toEqual([
      'total works',
      'first throws: list index out of range',
      'label works',
      'checked works',
      'later works',
      expect.stringMatching(/^items throws: integer (?:division or modulo|modulo|division) by zero/),
      'Cart.__init__ works',
      'Cart.add works',
      'Cart.last throws: list index out of range',
      'Cart.empty works',
    ]);
    const by = new Map(outcomes.map((outcome) => [outcome.function.name, outcome]));
    expect(by.get('first')).toMatchObject({
      error: 'IndexError',
      input: '[]',
      typed: true,
      reproduction: 'from shop.main import first; first([])',
    });
    expect(by.get('checked')?.refused).toBeGreaterThan(0);
    expect(by.get('Cart.last')?.reproduction).toMatch(
      /^from shop\.main import Cart; Cart\(-?\d+\)\.last\(\)$/,
    );
    expect(by.get('price')).toMatchObject({ typed: false });
  }, 60_000);

  it('survive that they never end, end the process or wait for ever', async () => {
    const { outcomes } = await inPython([
      'import asyncio, os, sys',
      'def spin():',
      '    while True: pass',
      'def leave(): sys.exit(3)',
      'def vanish(): os._exit(4)',
      'async def never(): await asyncio.sleep(60)',
      'def deep(): return deep() + 1',
      'def fine(): return 1',
    ]);
    expect(drawn(outcomes)).toEqual([
      'spin times-out: it did not end in 300 ms',
      'leave throws: it ended the process with code 3',
      'vanish throws: it ended the process with code 4',
      'never times-out: it did not end in 300 ms',
      expect.stringMatching(/^deep throws: maximum recursion depth exceeded/),
      'fine works',
    ]);
  }, 60_000);

  it('survive that they take all memory', async () => {
    const eaten = ['def eat():', '    kept = []', '    while True: kept.append(bytes(range(256)) * 2 ** 16)'];
    const { outcomes } = await inPython(
      [...eaten, 'def fine(): return 1'],
      {},
      { limits: { ...limits, callMs: 30_000 } },
    );
    expect(drawn(outcomes)).toEqual([
      expect.stringMatching(/^eat throws: (?:it took more than 400 MB|MemoryError)$/),
      'fine works',
    ]);
  }, 60_000);

  it('get nothing out: no file, no process, no network, no secret, no way around by another module', async () => {
    process.env.CALLSCAPE_TEST_SECRET = 'secret';
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      delete process.env.CALLSCAPE_TEST_SECRET;
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const hostile: Readonly<Record<string, string>> = {
      write: 'open(HERE + "/made.txt", "w")',
      append: 'open(__file__, "a")',
      low: 'os.open(HERE + "/made.txt", os.O_WRONLY | os.O_CREAT)',
      path: 'pathlib.Path(HERE, "made.txt").write_text("x")',
      remove: 'os.remove(__file__)',
      rename: 'os.rename(__file__, HERE + "/made.txt")',
      folder: 'os.mkdir(HERE + "/made.txt")',
      tree: 'shutil.rmtree(HERE)',
      outside: 'open("/etc/passwd").read()',
      listed: 'os.listdir("/etc")',
      around: 'open(HERE + "/../../../../../../../../etc/passwd").read()',
      child: 'subprocess.run(["true"])',
      shell: 'os.system("true")',
      forked: 'os.fork()',
      replaced: 'os.execv("/bin/true", ["true"])',
      killed: 'os.kill(os.getppid(), 9)',
      tcp: `socket.create_connection(("127.0.0.1", ${port}))`,
      udp: 'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      fetched: `urllib.request.urlopen("http://127.0.0.1:${port}/")`,
      name: 'socket.getaddrinfo("localhost", 80)',
      docker: 'socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock")',
      foreign: '__import__("ctypes").CDLL(None)',
      database: 'sqlite3.connect(HERE + "/made.txt")',
      unhooked:
        'sys.modules["lockdown"].DENIED.__class__ and setattr(sys.modules["lockdown"], "DENIED", ()) or os.system("true")',
      searched: 'gc.get_objects()',
    };
    const { dir, outcomes } = await inPython([
      'import gc, os, pathlib, shutil, socket, sqlite3, subprocess, sys, urllib.request',
      'HERE = os.path.dirname(__file__)',
      ...Object.entries(hostile).flatMap(([name, code]) => [`def ${name}():`, `    ${code}`]),
      'def secret():',
      '    if os.environ.get("CALLSCAPE_TEST_SECRET") is None: raise TypeError("none")',
    ]);
    expect(
      drawn(outcomes).map((line) => line.replace(/not-testable: the sandbox allows no .*/, 'denied')),
    ).toEqual([...Object.keys(hostile).map((name) => `${name} denied`), 'secret throws: none']);
    expect(existsSync(join(dir, 'shop/made.txt'))).toBe(false);
    expect(existsSync(join(dir, 'shop/main.py'))).toBe(true);
    expect(existsSync(join(dir, 'shop/__pycache__'))).toBe(false);
    expect(requests).toBe(0);
  }, 60_000);

  it('are called with recorded arguments first', async () => {
    const recorded: RecordedCalls = ({ name }) =>
      name === 'greet'
        ? [
            recordedWith([
              {
                is: 'dict',
                pairs: [
                  [
                    { is: 'json', value: 'name' },
                    { is: 'json', value: 'Ada' },
                  ],
                ],
              },
              { is: 'tuple', items: [{ is: 'number', text: '1' }] },
            ]),
          ]
        : [];
    const { outcomes } = await inPython(
      ['def greet(person, at):', '    if person["name"] == "Ada" and at == (1,): raise ValueError("gone")'],
      {},
      { recorded },
    );
    expect(outcomes).toMatchObject([
      { result: 'throws', source: 'recorded', input: "{'name': 'Ada'}, (1,)", error: 'ValueError' },
    ]);
  });

  it('are called on the recorded object where a run recorded all of it, with what is given by name and what is left over', async () => {
    const number = (text: string) => ({ is: 'number', text }) as const;
    const on = (type: string) => ({ is: 'fields', type, entries: [['size', number('0')]] }) as const;
    const cut = { is: 'lost', reason: 'the run recorded 1 of its 2 fields' } as const;
    const calls: Readonly<Record<string, readonly RecordedCall[]>> = {
      'Cart.each': [{ args: [number('6')], names: ['total'], on: on('Cart') }],
      'Cart.other': [{ args: [], names: [], on: on('Basket') }],
      'Cart.partly': [{ args: [number('6')], names: ['total'], on: cut }],
      'Cart.rest': [
        {
          args: [number('1'), { is: 'tuple', items: [number('2'), number('3')] }, number('4')],
          names: ['first', '...more', 'last'],
          on: on('Cart'),
        },
      ],
      'Slim.get': [{ args: [], names: [], on: on('Slim') }],
    };
    const recorded: RecordedCalls = ({ name }) => calls[name] ?? [];
    const { outcomes } = await inPython(
      [
        'class Cart:',
        '    def __init__(self, size, broken): raise ValueError("no cart is made here")',
        '    def each(self, total): return total / self.size',
        '    def other(self): return self.size',
        '    def partly(self, total): return total / self.size',
        '    def rest(self, first, *more, last):',
        '        if (first, more, last) == (1, (2, 3), 4): raise LookupError("as it was given")',
        'class Slim:',
        '    __slots__ = ("size",)',
        '    def __init__(self, size): raise ValueError("nor this")',
        '    def get(self): return self.size',
      ],
      {},
      { recorded },
    );
    expect(drawn(outcomes)).toEqual([
      'Cart.__init__ works',
      'Cart.each throws: division by zero',
      expect.stringMatching(/^Cart.other not-testable: .*: ValueError: no cart is made here$/),
      expect.stringMatching(/^Cart.partly not-testable: .*: ValueError: no cart is made here$/),
      'Cart.rest throws: as it was given',
      'Slim.__init__ works',
      expect.stringMatching(/^Slim.get not-testable: .*: ValueError: nor this$/),
    ]);
    const each = outcomes.find(({ function: { name } }) => name === 'Cart.each');
    expect(each).toMatchObject({ source: 'recorded', input: '6' });
    expect(each?.reproduction).toBe(
      "from shop.main import Cart; it = object.__new__(Cart); it.__dict__.update({'size': 0}); it.each(6)",
    );
  });

  it('of a module that cannot be loaded are not testable', async () => {
    const { outcomes } = await inPython(['import nothing_of_that_name', 'def f(): pass']);
    expect(drawn(outcomes)).toEqual([
      expect.stringMatching(
        /^f not-testable: its module cannot be loaded in the sandbox: ModuleNotFoundError/,
      ),
    ]);
  });
});
