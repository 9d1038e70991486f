import type { Report } from './report.ts';
import { formatCount, formatErrors, formatMs, formatShare, lossWords } from './words.ts';

/** Five lines: enough to see at a glance, and for a log. */
export function summaryReport({ summary, slow, loss }: Report): string {
  const worst = slow[0];
  const lines = [
    `Executions: ${formatCount(summary.executions)} calls of ${formatCount(summary.calledFunctions)} functions`,
    `Avg Duration: ${formatMs(summary.avgMs)}`,
    `Success Rate: ${formatShare(summary.successRate)} (${formatErrors(summary.errors)})`,
    `Slow Functions: ${formatCount(slow.length)} from ${formatMs(summary.slowThresholdMs)} on average${worst === undefined ? '' : `, the slowest ${worst.severity}`}`,
    `Loss: ${lossWords(loss)}`,
  ];
  return `${lines.join('\n')}\n`;
}
