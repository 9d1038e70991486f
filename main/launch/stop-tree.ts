import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { familyOf, listProcesses, type ProcessEntry } from './process-table.ts';

/** How long a target may take to end by itself, in ms. */
export const gracefulLimitMs = 5000;
/** How long the system may take to remove a killed process, in ms. */
const killLimitMs = 2000;
const pollMs = 25;

/**
 * Ends a process, its group, and whatever it started, also what outlives it or left the group: SIGTERM, a time limit, then
 * SIGKILL; with `force` SIGKILL at once. Resolves when all of them are gone.
 */
export async function stopTree(
  root: number,
  options: { readonly force: boolean; readonly limitMs?: number },
): Promise<void> {
  if (process.platform === 'win32') return stopTreeOnWindows(root);
  const family = new Map<number, ProcessEntry>();
  if (!options.force) {
    await signalFamily(root, family, 'SIGTERM');
    if (await isGone(root, family, options.limitMs ?? gracefulLimitMs)) return;
  }
  const giveUpAt = Date.now() + killLimitMs;
  do {
    await signalFamily(root, family, 'SIGKILL');
    if (await isGone(root, family, pollMs * 4)) return;
  } while (Date.now() < giveUpAt);
}

/** Signals every member once; the group in one go, so that nobody in it can start another in between. */
async function signalFamily(
  root: number,
  family: Map<number, ProcessEntry>,
  signal: NodeJS.Signals,
): Promise<void> {
  const members = await living(root, family);
  send(-root, signal);
  for (const member of members) if (member.group !== root) send(member.pid, signal);
}

/** Members known from before stay members when their parents are gone, as long as they are the same processes. */
async function living(root: number, family: Map<number, ProcessEntry>): Promise<ProcessEntry[]> {
  const processes = await listProcesses();
  for (const entry of familyOf(root, processes)) family.set(entry.pid, entry);
  return processes.filter((entry) => family.get(entry.pid)?.started === entry.started);
}

async function isGone(root: number, family: Map<number, ProcessEntry>, limitMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + limitMs;
  while ((await living(root, family)).length > 0) {
    if (Date.now() >= giveUpAt) return false;
    await delay(pollMs);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone already, or one of somebody else's that joined the tree by changing its user.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** Windows has no signals to ask with; the tree is ended at once. An error means that it is gone already. */
async function stopTreeOnWindows(root: number): Promise<void> {
  await promisify(execFile)('taskkill', ['/PID', String(root), '/T', '/F']).catch(() => {});
}
