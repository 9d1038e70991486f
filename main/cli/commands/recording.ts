import { resolve } from 'node:path';
import type { RecordingCheck } from '#contract';
import { parse, positionals, UsageError } from '../../command/index.ts';
import { repairRecording, verifyRecording } from '../../store/index.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';

const help = `Usage: callscape recording verify|repair FILE

  verify   compares every page of a recording with its checksum, and its counts with each other; exit 1 when something is wrong
  repair   makes a damaged recording whole from what can be read of it; the damaged file stays beside it
`;

export const command: Command = {
  help,
  async run(args) {
    const { positionals: given } = parse(args, {});
    const { ACTION, FILE } = positionals(given, 'ACTION', 'FILE');
    const file = resolve(FILE);
    if (ACTION === 'verify') {
      const check = verifyRecording(file);
      await writeOut(report(check));
      return check.ok ? 0 : 1;
    }
    if (ACTION !== 'repair') throw new UsageError(`${ACTION}: write verify or repair.`);
    const { damagedFile, lostPages, check } = repairRecording(file);
    await writeOut(report(check));
    if (damagedFile === '') process.stderr.write('callscape: nothing was damaged, nothing was changed\n');
    else process.stderr.write(`callscape: gave up ${lostPages} pages; the damaged file is ${damagedFile}\n`);
    return 0;
  },
};

function report(check: RecordingCheck): string {
  const { file, ok, sealed, foundSpans, lostSpans, checkedPages, problems } = check;
  const number = (n: number) => n.toLocaleString('en');
  const lines = [
    `${file}: ${ok ? 'sound' : 'damaged'}${sealed ? '' : ', not complete'}`,
    `${number(foundSpans)} calls in ${number(checkedPages)} pages${lostSpans > 0 ? `, ${number(lostSpans)} given up by a repair` : ''}`,
    ...problems,
  ];
  return `${lines.join('\n')}\n`;
}
