import type { Disposable, Host, HostAbilities, Run, RunProgress, Services } from '#contract';
import { Connection } from './connection.ts';
import { Exercising } from './exercising.ts';
import { Fixing } from './fixing.ts';
import { LiveFeed } from './live-feed.ts';
import { QueryCache } from './query-cache.ts';
import { reconnectingServices } from './reconnecting-services.ts';
import { SourceChanges } from './source-changes.ts';

/** What the screens know of the engine: its services, and what they answered. One per window. */
export interface Workbench extends Disposable {
  readonly abilities: HostAbilities;
  readonly connection: Connection;
  readonly services: Services;
  readonly cache: QueryCache;
  readonly fixing: Fixing;
  readonly exercising: Exercising;
  readonly sources: SourceChanges;
  /** By run id. */
  readonly progress: LiveFeed<RunProgress>;
  /** By project folder; the newest run first. */
  readonly runs: LiveFeed<readonly Run[]>;
}

/** How often the screens follow a living run, ms. */
const progressIntervalMs = 250;
const runsIntervalMs = 50;

export function createWorkbench(host: Host): Workbench {
  const connection = new Connection(() => host.connect());
  const services = reconnectingServices(connection);
  const cache = new QueryCache();
  const progress = new LiveFeed<RunProgress>(
    (run, emit) => ({
      pushes: services.runs.onProgress({ run }, (next) =>
        emit((before) => (next.revision >= before.revision ? next : before)),
      ),
      first: services.runs.progress({ run }),
    }),
    progressIntervalMs,
  );
  const runs = new LiveFeed<readonly Run[]>(
    (dir, emit) => ({
      pushes: services.runs.onChanged({ dir }, (run) => emit((list) => withRun(list, run))),
      first: services.runs.list({ dir }).then(newestFirst),
    }),
    runsIntervalMs,
  );
  const sources = new SourceChanges(() => services.graphs);
  const unsubscribe = connection.subscribe(() => {
    if (connection.state().status !== 'open') return;
    progress.refresh();
    runs.refresh();
    sources.refresh();
  });
  return {
    abilities: host.abilities,
    connection,
    services,
    cache,
    fixing: new Fixing(services, cache, (dir) => runs.refresh(dir)),
    exercising: new Exercising(services, cache, sources),
    sources,
    progress,
    runs,
    dispose() {
      unsubscribe();
      sources.dispose();
      connection.dispose();
    },
  };
}

/** The list with a run as it is now; newest first. */
export function withRun(list: readonly Run[], run: Run): readonly Run[] {
  return newestFirst([run, ...list.filter((other) => other.id !== run.id)]);
}

function newestFirst(list: readonly Run[]): readonly Run[] {
  return [...list].sort((a, b) => b.startedAt - a.startedAt);
}
