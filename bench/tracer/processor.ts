import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printTable } from '../table.ts';
import { spoolSize } from './spool-size.ts';
import { runProgram, type Trace } from './traced-process.ts';

const ROUNDS = 5;

const VARIANTS: readonly { readonly label: string; readonly trace?: Trace }[] = [
  { label: 'untraced' },
  { label: 'level 1, bounded clock', trace: { level: 1, clock: 'bounded' } },
  { label: 'level 2, bounded clock', trace: { level: 2, clock: 'bounded' } },
];

/** Time per recorded call of a parser that is the app's own source and reads itself. */
export default function processor(): void {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-processor-'));
  try {
    cpSync(join(import.meta.dirname, '../../node_modules/acorn/dist/acorn.js'), join(dir, 'acorn.js'));
    cpSync(join(import.meta.dirname, 'programs/processor.cjs'), join(dir, 'processor.cjs'));
    const measure = (trace: Trace | undefined) => {
      const { printed, seen } = runProgram<
        { nsPerRound: number; rounds: number },
        { bytes: number; calls: number }
      >([join(dir, 'processor.cjs')], trace, { dir, include: ['acorn.js'] }, spoolSize);
      const calls = seen ? seen.calls / printed.rounds : 0;
      return { ns: printed.nsPerRound, calls, bytes: seen ? seen.bytes / seen.calls : 0 };
    };
    const samples = VARIANTS.map((): ReturnType<typeof measure>[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, { trace }] of VARIANTS.entries()) samples[i]?.push(measure(trace));
    }
    const untraced = median((samples[0] ?? []).map(({ ns }) => ns));
    const rows = VARIANTS.map(({ label }, i) => {
      const of = (key: 'ns' | 'calls' | 'bytes') => median((samples[i] ?? []).map((sample) => sample[key]));
      const time = [label, (of('ns') / 1e6).toFixed(1), `${(of('ns') / untraced).toFixed(2)}x`];
      if (i === 0) return [...time, '', '', ''];
      const added = (of('ns') - untraced) / of('calls');
      return [...time, Math.round(of('calls')).toString(), added.toFixed(1), of('bytes').toFixed(1)];
    });
    printTable(
      `Tracer: a parser reading itself, Node ${process.version}, medians of ${ROUNDS} interleaved runs`,
      ['', 'ms a run', 'of untraced', 'calls', 'ns added a call', 'bytes a call'],
      rows,
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
