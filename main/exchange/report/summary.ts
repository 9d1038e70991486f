import type { Report } from './report.ts';
import { formatCount, formatErrors, formatMegabytes, formatMs, formatShare, lossWords } from './words.ts';

/** Five to seven lines: enough to see at a glance, and for a log. */
export function summaryReport({ summary, slow, unsteady, system, loss }: Report): string {
  const worst = slow[0];
  const lines = [
    `Executions: ${formatCount(summary.executions)} calls of ${formatCount(summary.calledFunctions)} functions`,
    `Avg Duration: ${formatMs(summary.avgMs)}`,
    `Success Rate: ${formatShare(summary.successRate)} (${formatErrors(summary.errors)})`,
    `Slow Functions: ${formatCount(slow.length)} from ${formatMs(summary.slowThresholdMs)} on average${worst === undefined ? '' : `, the slowest ${worst.severity}`}`,
    ...(unsteady.length === 0 ? [] : [`High Variance: ${formatCount(unsteady.length)} functions`]),
    ...(system === null
      ? []
      : [
          `Memory: ${formatMegabytes(system.avgMemory)} on average, ${formatMegabytes(system.peakMemory)} at most, ${system.trend}`,
        ]),
    `Loss: ${lossWords(loss)}`,
  ];
  return `${lines.join('\n')}\n`;
}
