import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pythonImpurity } from './python-purity.ts';

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

/** Of the function `f` in a module. */
const why = (text: string): Promise<string | null> =>
  pythonImpurity(text, text.split('\n').findIndex((line) => /^(?:async )?def f\b/.test(line)) + 1);

describe.skipIf(!hasPython)('a Python function', () => {
  it.each([
    ['arithmetic', 'def f(a, b=2):\n    c = a * b\n    c += 1\n    return max(c, abs(a))\n'],
    [
      'a constant',
      'RATES = {"a": 1}\nNAMES: tuple = ("a",)\ndef f(k):\n    return RATES.get(k, len(NAMES))\n',
    ],
    [
      'a pure module',
      'import math\nimport re as r\nfrom math import sqrt\nP = r\ndef f(a):\n    return math.pi * sqrt(a)\n',
    ],
    [
      'what it fills itself',
      'def f(t):\n    seen = set()\n    for w in t.split():\n        seen.add(w)\n    return len(seen)\n',
    ],
    [
      'other pure functions',
      'def g(n):\n    return n + 1\ndef f(n):\n    return f(n - 1) + g(n) if n else 0\n',
    ],
    [
      'errors',
      'def f(n):\n    try:\n        return int(n)\n    except ValueError as e:\n        raise TypeError(str(e))\n',
    ],
  ])('is pure: %s', async (_what, text) => {
    expect(await why(text)).toBeNull();
  });

  it.each([
    ['it changes something that is not its own', 'def f(a):\n    a.n = 1\n    return 1\n'],
    ['it calls "append" of something', 'def f(a):\n    a.append(1)\n    return 1\n'],
    ['it calls "append" of something', 'LOG = []\ndef f(a):\n    LOG.append(a)\n    return a\n'],
    [
      'it depends on "RATES"',
      'RATES = {}\ndef f(k):\n    return RATES.get(k)\ndef g():\n    RATES["a"] = 1\n',
    ],
    [
      'it depends on "RATE"',
      'RATE = 1\ndef f(k):\n    return RATE\ndef g():\n    global RATE\n    RATE = 2\n',
    ],
    ['it calls "time" of something', 'import time\ndef f(k):\n    return k + time.time()\n'],
    ['it calls "print"', 'def f(k):\n    print(k)\n    return k\n'],
    ['it calls "g", and it calls "open"', 'def g(p):\n    return open(p)\ndef f(p):\n    return len(g(p))\n'],
    ['it calls "k", which it is given', 'def f(k):\n    return k()\n'],
    ['it does more than compute', 'def f(k):\n    yield k\n'],
    ['it is a coroutine', 'async def f(k):\n    return k\n'],
    ['it has a decorator, which may do more', '@trace\ndef f(k):\n    return k\n'],
    ['it makes a function', 'def f(k):\n    def g():\n        return k\n    return g\n'],
  ])('is not, for %s', async (reason, text) => {
    expect(await why(text)).toContain(reason);
  });
});
