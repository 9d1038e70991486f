import type { Baseline, ComparedFunction } from '#contract';
import { floorOf } from './verdict.ts';

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many = `${one}s`): string =>
  `${number.format(n)} ${n === 1 ? one : many}`;

/** What limits a comparison, one sentence each, the gravest first. */
export function comparisonWarnings(
  base: Baseline,
  next: Baseline,
  functions: readonly ComparedFunction[],
): string[] {
  const both: readonly (readonly [string, Baseline])[] = [
    ['base', base],
    ['new', next],
  ];
  return [
    ...differences(base, next),
    ...both.flatMap(([side, baseline]) => losses(`The ${side} run`, baseline)),
    ...clockWarnings(base, next, functions),
  ];
}

function differences({ run: base }: Baseline, { run: next }: Baseline): string[] {
  const said: string[] = [];
  if (base.id === next.id) said.push('Both sides are the same run.');
  if (base.project !== next.project) {
    said.push(`The runs are of different projects: ${base.project} and ${next.project}.`);
  }
  if (base.level !== next.level) {
    said.push(
      `The runs were traced at different levels (${base.level} and ${next.level}), and a higher level costs more time: compare runs of the same level.`,
    );
  }
  if (base.command !== next.command) said.push(`The commands differ: ${base.command} and ${next.command}.`);
  if (base.runtimes.join() !== next.runtimes.join()) {
    said.push(`The runtimes differ: ${list(base.runtimes)} and ${list(next.runtimes)}.`);
  }
  if (base.memory !== undefined && next.memory !== undefined && base.memory !== next.memory) {
    said.push(
      `The profiles of memory differ (${base.memory} and ${next.memory}), so that memory is not compared: set TRACING_CAPTURE_MEMORY alike.`,
    );
  }
  return said;
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

function losses(side: string, { loss, run }: Baseline): string[] {
  const said: string[] = [];
  if (run.signal !== null) said.push(`${side} was ended by ${run.signal}.`);
  else if (run.exitCode !== null && run.exitCode !== 0)
    said.push(`${side} failed with exit code ${run.exitCode}.`);
  if (loss.dropped > 0) said.push(`${side} lost ${count(loss.dropped, 'span')}; its counts are too low.`);
  if (loss.damagedFrames > 0) {
    said.push(
      `${side} lost ${count(loss.damagedFrames, 'damaged block')} of its recording; its counts are too low.`,
    );
  }
  if (loss.throttledFunctions > 0) {
    said.push(
      `${side} throttled ${count(loss.throttledFunctions, 'function')}: their calls are exact, their times come from a part of the calls.`,
    );
  }
  if (loss.sampled > 0)
    said.push(`${side} left out ${count(loss.sampled, 'span')} on purpose (sampling and limits).`);
  if (loss.skippedFiles > 0) said.push(`${side} could not trace ${count(loss.skippedFiles, 'file')}.`);
  if (loss.unfinished > 0) {
    said.push(`${side} has ${count(loss.unfinished, 'call')} without an end; their times are not counted.`);
  }
  return said;
}

/** A bound, so no more digits than matter. */
const milliseconds = (ms: number): string => `${number.format(Number(ms.toPrecision(2)))} ms`;

/** Both ends of a call can be off by the bound; of an average below that, nothing is known. */
function clockWarnings(base: Baseline, next: Baseline, functions: readonly ComparedFunction[]): string[] {
  const errorMs = Math.max(base.loss.maxClockErrorMs, next.loss.maxClockErrorMs);
  const averages = functions.flatMap((row) => {
    const slower = Math.max(row.base?.avgMs ?? 0, row.next?.avgMs ?? 0);
    return row.base?.avgMs == null || row.next?.avgMs == null ? [] : [slower];
  });
  const below = averages.filter((avgMs) => avgMs < 2 * errorMs).length;
  if (below === 0) return [];
  return [
    `Single times can be off by up to ${milliseconds(errorMs)}, and ${count(below, 'function')} of ${number.format(averages.length)} ${below === 1 ? 'is' : 'are'} ` +
      `faster than twice that: their averages are estimates, and changes below ${milliseconds(floorOf(errorMs))} in total are not judged. Trace with the exact clock to be sure.`,
  ];
}
