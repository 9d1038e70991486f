// What the programs share: units of work until some time has passed, first to warm up and then measured.
const WARM_MS = Number(process.env.BENCH_WARM_MS ?? 1_200);
const MEASURED_MS = Number(process.env.BENCH_MS ?? 600);
const UNITS = Number(process.env.BENCH_UNITS ?? 0);

const cpuNs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
};

/** Prints, as JSON, the CPU time of `units` units, ns, and of those that warmed up, and how many were run in all. */
exports.measure = async function measure(unit) {
  const phase = async (ms, atMost) => {
    const cpu = cpuNs();
    const end = performance.now() + ms;
    let units = 0;
    do {
      await unit();
      globalThis.benchUnitEnded?.();
      units++;
    } while (atMost > 0 ? units < atMost : performance.now() < end);
    return { units, cpuNs: cpuNs() - cpu };
  };
  const warm = await phase(WARM_MS, UNITS);
  const measured = await phase(MEASURED_MS, UNITS);
  console.log(JSON.stringify({ ...measured, warm, inAll: warm.units + measured.units }));
};
