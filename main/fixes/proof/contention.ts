/** So much CPU time is spent to find out, ms: longer than the slices in which a system hands out its cores. */
const SPENT_MS = 40;

/**
 * How much longer work takes now than it would on a machine of its own: the time that passes over the CPU time that is spent, 1 when
 * nobody else wants the core. Keeps the thread busy for a moment.
 */
export function contention(): number {
  const began = performance.now();
  const cpu = process.threadCpuUsage();
  for (let spent = 0; spent < SPENT_MS; ) {
    for (let n = 0; n < 1e5; n++) Math.sqrt(n);
    const { user, system } = process.threadCpuUsage(cpu);
    spent = (user + system) / 1000;
  }
  const { user, system } = process.threadCpuUsage(cpu);
  return (performance.now() - began) / ((user + system) / 1000);
}
