import type { ChooseKeys, ChosenKeys } from '#contract';
import { useServices } from './context.ts';
import { useQuery } from './use-query.ts';
import type { Workbench } from './workbench.ts';

const key = 'keys';
const none: ChosenKeys = {};

/** Keys that the person chose; none until they are known. */
export function useChosenKeys(): ChosenKeys {
  const { projects } = useServices();
  return useQuery({ key, revision: 0, load: () => projects.chosenKeys({}) }).value ?? none;
}

/** The same outside of a component, as far as they are known. */
export function chosenKeys({ cache }: Workbench): ChosenKeys {
  return cache.state<ChosenKeys>(key).value ?? none;
}

export async function chooseKeys(
  { services, cache }: Workbench,
  actions: ChooseKeys['actions'],
): Promise<void> {
  cache.put(key, await services.projects.chooseKeys({ actions }));
}
