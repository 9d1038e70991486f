import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runTraced } from '../../runtime/node/testing/run-traced.ts';
import { ingestNow } from '../store/testing/recording.ts';
import { ask } from './testing/ask.ts';

const PROGRAM = `class Shop { pay() { check(0); } }
function check(n) { if (n === 0) throw new RangeError('no money', { cause: new Error('empty') }); }
function other() { throw new TypeError('x'); }
function buy() { try { other(); } catch {} new Shop().pay(); }
async function deep() { await null; check(0); }
async function later() { await null; try { await deep(); } catch { throw new Error('no money'); } }
async function main() { try { buy(); } catch {} try { await later(); } catch {} }
main();`;

const cwd = mkdtempSync(join(tmpdir(), 'callscape-thrown-'));
afterAll(() => rmSync(cwd, { recursive: true }));

it('tells the calls that an error came through, down to the one that threw it', async () => {
  writeFileSync(join(cwd, 'main.cjs'), PROGRAM);
  const file = join(cwd, 'run.callscape');
  await runTraced({
    cwd,
    args: ['main.cjs'],
    config: { level: 2 },
    recorded: (spoolDir) => {
      ingestNow({ spoolDir, file });
    },
  });
  const { name } = ask(file, 'functions', {});
  const thrownBy = (wanted: string) => {
    const request = { function: name.indexOf(wanted), order: 'start', offset: 0, limit: 1 } as const;
    const detail = ask(file, 'span', { id: ask(file, 'spans', request).rows[0]?.id ?? '' });
    return detail.thrownBy.map((call) => name[call.function]);
  };
  expect(thrownBy('buy')).toEqual(['Shop.pay', 'check']);
  expect(thrownBy('Shop.pay')).toEqual(['check']);
  expect(thrownBy('check')).toEqual([]);
  expect(thrownBy('deep')).toEqual(['check']);
  // It threw another error than the one that it caught.
  expect(thrownBy('later')).toEqual([]);
  expect(thrownBy('main')).toEqual([]);
});
