import type { ChosenKeys, Project, Run } from '#contract';
import { isLive, projectKeys, type Workbench } from '../../data/index.ts';
import { type AppState, useApp } from '../../state/index.ts';

/** Something a person can ask for, from the palette, a shortcut, a button or the desktop's menu alike. */
export interface Command {
  /** `group.name`; the desktop's menu uses it too. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly shortcut?: string;
  /** Further shortcuts for the same. */
  readonly alsoOn?: readonly string[];
  /** Whether it makes sense now; always, when left out. */
  readonly when?: (now: Situation) => boolean;
  readonly run: (now: Situation) => unknown;
}

/** The shortcuts of a command: those that the person chose, else its own. The first is shown beside it. */
export function commandKeys(chosen: ChosenKeys, { id, shortcut, alsoOn = [] }: Command): readonly string[] {
  return chosen[id] ?? (shortcut === undefined ? [] : [shortcut, ...alsoOn]);
}

/** What commands act on, as it is at this moment. */
export interface Situation {
  readonly workbench: Workbench;
  readonly app: AppState;
  readonly project: Project | undefined;
  readonly run: Run | undefined;
  readonly live: boolean;
}

export function situation(workbench: Workbench): Situation {
  const app = useApp.getState();
  const { project: dir, run: id } = app.location;
  const run = dir === null ? undefined : workbench.runs.state(dir).value?.find((run) => run.id === id);
  return {
    workbench,
    app,
    project: dir === null ? undefined : workbench.cache.state<Project>(projectKeys.project(dir)).value,
    run,
    live: isLive(run),
  };
}
