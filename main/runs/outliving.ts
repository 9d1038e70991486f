import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from './session.ts';

/** What ends together with the command is gone by then, in ms. */
const settleMs = 500;
const pollMs = 50;
const followMs = 500;

/** Whether something that the command started goes on without it. */
export async function isOutlived(session: Session): Promise<boolean> {
  for (const until = Date.now() + settleMs; Date.now() < until; await delay(pollMs)) {
    if (!(await session.isWritten())) return false;
  }
  return session.isWritten();
}

/** Resolves when nothing of a run writes any more, or when `isEnough` says that nobody wants to wait. */
export async function untilUnwritten(session: Session, isEnough: () => boolean): Promise<void> {
  while (!isEnough() && (await session.isWritten())) await delay(followMs, undefined, { ref: false });
}
