import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A living process; zombies are not listed, for nothing of them runs. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** 0 where the platform does not tell. */
  readonly session: number;
  /** Tells a process from a later one with the same id. */
  readonly started: string;
}

/** Every process of the machine that may be seen. POSIX only. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  return process.platform === 'linux' ? listFromProc() : listFromPs();
}

async function listFromProc(): Promise<ProcessEntry[]> {
  const names = await readdir('/proc');
  const stats = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')),
  );
  return stats.flatMap((stat) => parseStat(stat) ?? []);
}

/** proc(5): the second field is the command in parentheses and may itself hold any character. */
function parseStat(stat: string): ProcessEntry | null {
  const end = stat.lastIndexOf(')');
  if (end < 0) return null;
  const [state, parent, group, session, ...rest] = stat.slice(end + 2).split(' ');
  if (state === 'Z' || state === 'X') return null;
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    // Field 22, clock ticks since boot; six fields are gone by now.
    started: rest[15] ?? '',
  };
}

async function listFromPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart=']);
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null || match[4]?.startsWith('Z')) return [];
    const [, pid, parent, group, , started] = match;
    return [
      { pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, started: started ?? '' },
    ];
  });
}

/** The process, its group and session, and the descendants of all of these. */
export function familyOf(root: number, processes: readonly ProcessEntry[]): ProcessEntry[] {
  const children = Map.groupBy(processes, (entry) => entry.parent);
  const waiting = processes.filter(
    (entry) => entry.pid === root || entry.group === root || entry.session === root,
  );
  const family = new Map<number, ProcessEntry>();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (family.has(entry.pid)) continue;
    family.set(entry.pid, entry);
    waiting.push(...(children.get(entry.pid) ?? []));
  }
  return [...family.values()];
}

/** How far apart the start of a process and the moment we noted may be, in ms. */
const startToleranceMs = 10_000;

/**
 * Whether the process that began at about this time (ms since 1970) still lives; another one with the same id does not
 * count. On Windows, where a target ends with its terminal, nothing is ever alive.
 */
export async function isStillAlive(pid: number, startedAt: number): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const entry = (await listProcesses()).find((candidate) => candidate.pid === pid);
  return entry !== undefined && Math.abs((await beganAt(entry)) - startedAt) < startToleranceMs;
}

/** A process that was seen by its id at some time, in ms since 1970. */
export interface SeenProcess {
  readonly pid: number;
  readonly seenAt: number;
}

/** The ids of those that still live: a later process of the same id had not begun when this one was seen. */
export async function stillAlive(seen: readonly SeenProcess[]): Promise<number[]> {
  if (process.platform === 'win32' || seen.length === 0) return [];
  const processes = new Map((await listProcesses()).map((entry) => [entry.pid, entry]));
  const alive = seen.map(async ({ pid, seenAt }) => {
    const entry = processes.get(pid);
    return entry !== undefined && (await beganAt(entry)) < seenAt + startToleranceMs ? [pid] : [];
  });
  return (await Promise.all(alive)).flat();
}

/** ms since 1970. */
async function beganAt({ started }: ProcessEntry): Promise<number> {
  return process.platform === 'linux' ? sinceBoot(started) : Date.parse(started);
}

/** Linux counts a process's start in hundredths of a second since boot, whatever the hardware. */
async function sinceBoot(ticks: string): Promise<number> {
  const upSeconds = Number.parseFloat(await readFile('/proc/uptime', 'utf8'));
  return Date.now() - upSeconds * 1000 + Number(ticks) * 10;
}
