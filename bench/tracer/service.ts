import { median } from '../table.ts';
import { type Calls, check, type Measured, spoolFigures } from './measure.ts';
import { type BenchProject, makeProject } from './project.ts';
import { Sender, Server, type Slice } from './server.ts';
import { compare } from './slices.ts';
import type { SpoolTotals } from './spool-size.ts';
import { ROUNDS, type Variant, variantsFor } from './variants.ts';
import type { ServiceWorkload } from './workloads.ts';

/** Processes of each variant for which something is to be reached, and of the floors: one differs from the next by some percent. */
const PROCESSES = ROUNDS > 1 ? 3 : 2;
const TURNS = ROUNDS > 1 ? 30 : 20;
/** Turns of what is so slow that no figure depends on a percent. */
const SLOW_TURNS = 4;
const SLICE_MS = 100;
const LEAD_MS = 25;
/** CPU time. */
const WARM_MS = 1_500;
/** Until what is throttled has been found, and compiled anew. */
const WARM_BUDGET_MS = 4_000;
const WARM_SLOW_MS = 250;
const WARM_SLICE_MS = 200;
/** Requests by which the calls of one are counted. */
const COUNTED_REQUESTS = [100, 300] as const;

/** A server and what it has been asked. */
interface Asked {
  readonly server: Server;
  /** While it was warmed up. */
  readonly warm: Slice;
  /** us a request, by turn. */
  readonly us: number[];
}

/**
 * What a service costs under each variant. All servers of a table are alive at once, and each in its turn is asked for a tenth of a
 * second, so that what a second does to the machine it does to all of them. Throws when a recording has another number of calls
 * than the program makes.
 */
export async function measureService(workload: ServiceWorkload): Promise<Measured[]> {
  const project = makeProject(workload);
  const sender = new Sender();
  const alive: Server[] = [];
  /** All of a process each, then their second ones. */
  const startAll = async (variants: readonly Variant[]): Promise<Asked[]> => {
    const asked: Asked[] = [];
    for (let process = 0; process < PROCESSES; process++) {
      for (const variant of variants) {
        if (process >= processesOf(variant)) continue;
        const server = await Server.start(workload, project, variant);
        alive.push(server);
        asked.push({ server, warm: await warmUp(server, warmMs(variant), sender), us: [] });
      }
    }
    return asked;
  };
  try {
    const variants = variantsFor(workload.name);
    const calls = await countCalls(workload, project, variants[1] as Variant, sender);
    const isSlow = ({ slow }: Variant) => slow === true;
    const asked = await startAll(variants.filter((variant) => !isSlow(variant)));
    await takeTurns(asked, TURNS, sender);
    // Slow ones write so much that others had better be through.
    const slow = await startAll([variants[0] as Variant, ...variants.filter(isSlow)]);
    await takeTurns(slow, SLOW_TURNS, sender);
    const measured: Measured[] = [];
    for (const variant of variants) {
      const beside = variant.slow ? slow : asked;
      const own = beside.filter(({ server }) => server.variant === variant);
      const plain = beside.filter(({ server }) => server.variant.kind === 'plain');
      const one = compareWith(plain, own, calls.unit, variant);
      const spools: SpoolTotals[] = [];
      for (const { server } of own) {
        const { spool, requests } = await server.end();
        if (!spool) continue;
        check(workload, variant, spool, calls, requests);
        spools.push(spool);
      }
      measured.push({ ...one, ...spoolFigures(spools) });
    }
    return measured;
  } finally {
    sender.end();
    for (const server of alive) server.kill();
    project.remove();
  }
}

/** Has it asked until it has taken so many ms of CPU time, however long that lasts where others use the machine as well. */
async function warmUp(server: Server, ms: number, sender: Sender): Promise<Slice> {
  let cpuNs = 0;
  let requests = 0;
  while (cpuNs < ms * 1e6) {
    const slice = await server.ask(sender, { ms: WARM_SLICE_MS });
    cpuNs += slice.cpuNs;
    requests += slice.requests;
  }
  return { cpuNs, requests, inAll: requests };
}

/** Every second turn goes back, so that what slows down or speeds up does it to all alike. */
async function takeTurns(asked: readonly Asked[], turns: number, sender: Sender): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    for (const { server, us } of turn % 2 === 0 ? asked : asked.toReversed()) {
      const { requests, cpuNs } = await server.ask(sender, { ms: SLICE_MS, leadMs: LEAD_MS });
      us.push(cpuNs / requests / 1e3);
    }
  }
}

function compareWith(
  plain: readonly Asked[],
  own: readonly Asked[],
  callsPerRequest: number,
  variant: Variant,
): Measured {
  const slices = (asked: readonly Asked[]) => asked.map(({ us }) => us);
  const { ratio, spread } = compare(slices(own), slices(plain));
  const untracedNs = median(slices(plain).flat()) * 1e3;
  return {
    variant,
    untracedNs,
    cpuNs: ratio * untracedNs,
    startingNs: median(own.map(({ warm, us }) => warm.cpuNs - warm.requests * median(us) * 1e3)),
    callsPerUnit: callsPerRequest,
    spread,
  };
}

function processesOf({ slow, kind, memory }: Variant): number {
  return slow || kind === 'profile' || memory !== undefined ? 1 : PROCESSES;
}

function warmMs({ slow, budget, kind }: Variant): number {
  if (slow) return WARM_SLOW_MS;
  return budget !== undefined || kind === 'text' ? WARM_BUDGET_MS : WARM_MS;
}

/** Calls of a service's start and of a request, as the floor that counts them has it. */
async function countCalls(
  workload: ServiceWorkload,
  project: BenchProject,
  counting: Variant,
  sender: Sender,
): Promise<Calls> {
  const counted: number[] = [];
  for (const requests of COUNTED_REQUESTS) {
    const server = await Server.start(workload, project, counting);
    await server.ask(sender, { requests });
    counted.push((await server.end()).counted ?? 0);
  }
  const [few, many] = COUNTED_REQUESTS;
  const [ofFew = 0, ofMany = 0] = counted;
  const unit = (ofMany - ofFew) / (many - few);
  return { base: ofFew - unit * few, unit };
}
