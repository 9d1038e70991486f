import { join } from 'node:path';
import * as v from 'valibot';
import type { RunConfiguration } from '#contract';
import { jsonFile } from '../json-file.ts';

const configuration = v.object({
  id: v.string(),
  name: v.string(),
  command: v.string(),
  cwd: v.string(),
  env: v.record(v.string(), v.string()),
  level: v.nullable(v.picklist([0, 1, 2, 3, 4, 5])),
});
const schema = v.object({
  version: v.literal(1),
  saved: v.array(configuration),
  /** Ids of detected ones the person does not want to see. */
  hidden: v.array(v.string()),
});

export interface SavedConfigurations {
  /** Saved ones first; one saved under a detected id stands in its place. */
  merge(detected: readonly RunConfiguration[]): Promise<readonly RunConfiguration[]>;
  save(configuration: Omit<RunConfiguration, 'origin'>): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Kept with what is known about the project, never in the project. */
export function openSavedConfigurations(stateDir: string): SavedConfigurations {
  const file = jsonFile(join(stateDir, 'configurations.json'), schema, { version: 1, saved: [], hidden: [] });
  return {
    async merge(detected) {
      const { saved, hidden } = await file.read();
      const own = saved.map((item): RunConfiguration => ({ ...item, origin: 'saved' }));
      const replaced = new Map(own.map((item) => [item.id, item]));
      const inPlace = detected
        .filter((item) => replaced.has(item.id) || !hidden.includes(item.id))
        .map((item) => replaced.get(item.id) ?? item);
      return [...own.filter((item) => !inPlace.includes(item)), ...inPlace];
    },
    async save(added) {
      const { id, name, command, cwd, env, level } = added;
      await file.update(({ saved, hidden }) => ({
        version: 1,
        saved: [...saved.filter((item) => item.id !== id), { id, name, command, cwd, env, level }],
        hidden: hidden.filter((other) => other !== id),
      }));
    },
    async remove(id) {
      await file.update(({ saved, hidden }) => {
        const wasSaved = saved.some((item) => item.id === id);
        return {
          version: 1,
          saved: saved.filter((item) => item.id !== id),
          hidden: wasSaved ? hidden : [...new Set([...hidden, id])],
        };
      });
    },
  };
}
