import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Services } from '#contract';
import type { ConnectionState } from './connection.ts';
import type { Workbench } from './workbench.ts';

const WorkbenchContext = createContext<Workbench | null>(null);

/** Put around the app by its composition root. */
export const WorkbenchProvider = WorkbenchContext.Provider;

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error('A hook of renderer/data was used outside of WorkbenchProvider.');
  return workbench;
}

export function useServices(): Services {
  return useWorkbench().services;
}

export function useConnection(): ConnectionState {
  const { connection } = useWorkbench();
  return useSyncExternalStore(connection.subscribe, connection.state);
}
