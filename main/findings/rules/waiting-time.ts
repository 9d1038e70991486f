import { count, ms, placedAt, type Rule } from '../rule.ts';

const MIN_WAIT_NS = 500e6;
const MIN_SHARE = 0.9;

export const rule: Rule = {
  id: 'waiting-time',
  title: 'Time spent waiting',
  category: 'slow',
  severity: 'low',
  meaning:
    'The function spends nearly all of its own time waiting: for a timer, a disk, a network, another thread.',
  evidence:
    'Time in which its calls were suspended and nothing that it calls was running, half a second or more in all.',
  mend: 'Wait for several things at the same time, ask for them in one go, or keep the answer.',
  *find(context) {
    const { calls: run } = context;
    if (run === null) return;
    for (const known of context.functions) {
      const { inRun: f, fact, file } = known;
      const waits = run.waitingNs[f] ?? 0;
      if (
        f === -1 ||
        context.isAside(file) ||
        waits < MIN_WAIT_NS ||
        waits < MIN_SHARE * (run.table.selfNs[f] ?? 0)
      )
        continue;
      yield {
        ...placedAt(known),
        message: `${fact.name} waits ${ms(waits)} in all`,
        evidence: [
          {
            text: `${count(run.table.calls[f] ?? 0, 'call')}, median ${ms(run.table.p50Ns[f] ?? 0)}.`,
            ...(run.slowest[f] ? { span: run.slowest[f] } : {}),
          },
        ],
        confidence: 'medium',
        inRun: true,
      };
    }
  },
};
