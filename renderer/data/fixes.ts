import { useSyncExternalStore } from 'react';
import type { FixPreview, FixProposals, FixRecord, ProjectDir, RunId } from '#contract';
import { useServices, useWorkbench } from './context.ts';
import type { Fixing, FixingState } from './fixing.ts';
import { isLive, useRun } from './runs.ts';
import { type Query, useQuery } from './use-query.ts';

/** Keys of answers that are given up when fixes are applied or undone. */
export const fixKeys = {
  all: (dir: ProjectDir) => `fixes/${dir}/`,
} as const;

/** What a person lets a proposal do, beyond reading the project. */
export interface FixPermissions {
  /** Ask the project's package registry. */
  readonly registry: boolean;
  /** Run the project's own formatter and linters. */
  readonly tools: boolean;
}

const nothingAllowed: FixPermissions = { registry: false, tools: false };

/** What can be done about the findings of the project and a run. One that still runs is left out, as in the analysis. */
export function useFixProposals(
  dir: ProjectDir | null,
  wanted: RunId | null,
  may: FixPermissions = nothingAllowed,
): Query<FixProposals> & { readonly run: RunId | null } {
  const { fixes } = useServices();
  const row = useRun(dir, wanted);
  const run = row === undefined || isLive(row) ? null : row.id;
  const query = useQuery<FixProposals>(
    dir === null || (wanted !== null && row === undefined)
      ? null
      : {
          key: `${fixKeys.all(dir)}proposed/${run}${may.registry ? '/asked' : ''}${may.tools ? '/run' : ''}`,
          family: `${fixKeys.all(dir)}proposed/${run}`,
          revision: 0,
          load: (signal) => fixes.propose({ dir, run, mayAsk: may.registry, mayRun: may.tools }, signal),
        },
  );
  return { ...query, run };
}

/** Fixes as one change; `null` asks nothing. */
export function useFixPreview(dir: ProjectDir | null, ids: readonly string[] | null): Query<FixPreview> {
  const { fixes } = useServices();
  return useQuery<FixPreview>(
    dir === null || ids === null
      ? null
      : {
          key: `${fixKeys.all(dir)}preview/${ids.join(',')}`,
          revision: 0,
          load: () => fixes.preview({ dir, fixes: ids }),
        },
  );
}

/** Newest first. */
export function useFixHistory(dir: ProjectDir | null): Query<readonly FixRecord[]> {
  const { fixes } = useServices();
  return useQuery<readonly FixRecord[]>(
    dir === null
      ? null
      : { key: `${fixKeys.all(dir)}history`, revision: 0, load: () => fixes.history({ dir }) },
  );
}

/** The application of fixes that goes on, if one does. */
export function useFixing(): { readonly fixing: Fixing; readonly state: FixingState } {
  const { fixing } = useWorkbench();
  return { fixing, state: useSyncExternalStore(fixing.subscribe, fixing.state) };
}
