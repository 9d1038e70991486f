import { useEffect, useState } from 'react';
import type { RunId } from '#contract';
import { isLive, useRoots, useRun } from '../data/index.ts';
import { useApp } from '../state/index.ts';
import { whenIdle } from './when-idle.ts';

/**
 * Asks, while the window is idle, what a view will ask for first and the engine takes long to answer: the slowest of all requests
 * of a run. A run that goes on would have to be asked again and again.
 */
export function AskAhead() {
  const { project, run: id } = useApp(({ location }) => location);
  const run = useRun(project, id);
  const ended = run && !isLive(run) ? run.id : null;
  const [asked, setAsked] = useState<RunId | null>(null);
  useEffect(() => (ended === null ? undefined : whenIdle(() => setAsked(ended))), [ended]);
  useRoots(asked === ended ? asked : null, 'slowest');
  return null;
}
