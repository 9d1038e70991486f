import type { FindingSeverity } from '#contract';
import { severityOf } from '../../bottlenecks.ts';
import { slaOf } from '../config.ts';
import { count, ms, placedAt, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'slow-function',
  title: 'Slow function',
  category: 'slow',
  severity: 'medium',
  meaning:
    'A call takes longer on average than the threshold (performance_threshold_ms, 100 by default, or the "sla" of the function), and by its own work, not only by that of what it calls.',
  evidence:
    'Average, median and 95th percentile of the run. Severity by how often the threshold fits in: low from 1, medium from 1.5, high from 2, critical above 3.',
  mend: 'Look at the slowest call. Do less work, remember results, or do parts of it at the same time.',
  *find(context) {
    const { calls: run, config } = context;
    if (run === null) return;
    const { table } = run;
    for (const known of context.functions) {
      const { inRun: f, fact, file } = known;
      const calls = table.calls[f] ?? 0;
      if (f === -1 || calls === 0 || context.isAside(file)) continue;
      const own = slaOf(config, file, fact.name);
      const limitMs = own ?? config.performance_threshold_ms;
      const averageMs = (table.avgNs[f] ?? 0) / 1e6;
      // An agreed limit holds whoever spends the time; without one, only the function's own work counts.
      const countedMs = own === undefined ? (table.selfNs[f] ?? 0) / calls / 1e6 : averageMs;
      if (!(averageMs >= limitMs && countedMs >= limitMs)) continue;
      const severity = severityOf(countedMs / limitMs);
      // A start-up happens once; one or two calls say little.
      const few = calls < 3 && own === undefined;
      const before = context.trend(file, fact.name, fact.line);
      const waits = (run.waitingNs[f] ?? 0) > 0.8 * (table.selfNs[f] ?? 0);
      yield {
        ...placedAt(known),
        message: `${fact.name} takes ${ms(averageMs * 1e6)} on average, ${(countedMs / limitMs).toFixed(1)} times ${own === undefined ? 'the threshold' : 'its SLA'} of ${limitMs} ms`,
        evidence: [
          {
            text: `${count(calls, 'call')}, median ${ms(table.p50Ns[f] ?? 0)}, 95th percentile ${ms(table.p95Ns[f] ?? 0)}, ${ms(table.selfNs[f] ?? 0)} of its own in all.`,
            ...(run.slowest[f] ? { span: run.slowest[f] } : {}),
          },
          ...(before.length === 0
            ? []
            : [
                {
                  text: `Own time of a call in the runs before: ${before.map(({ ownNs }) => ms(ownNs)).join(', ')}.`,
                },
              ]),
          ...(waits ? [{ text: 'Most of it is spent waiting.' }] : []),
        ],
        severity: few ? 'low' : waits && gravity.indexOf(severity) > 1 ? 'medium' : severity,
        confidence: few ? 'medium' : 'high',
        inRun: true,
      };
    }
  },
};

/** The mildest first. Waiting is no work of the function's own: what it waits for may be in its right. */
const gravity: readonly FindingSeverity[] = ['low', 'medium', 'high', 'critical'];
