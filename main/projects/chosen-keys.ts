import { join } from 'node:path';
import * as v from 'valibot';
import { type ChooseKeys, type ChosenKeys, chosenKeys } from '#contract';
import { jsonFile } from '../json-file.ts';

const schema = v.object({ version: v.literal(1), keys: chosenKeys });

export interface ChosenKeysFile {
  read(): Promise<ChosenKeys>;
  /** Answers with all that is chosen then. */
  choose(actions: ChooseKeys['actions']): Promise<ChosenKeys>;
}

/** The keys of every window and project; `keys.json` in the data directory. */
export function openChosenKeys(dataDir: string): ChosenKeysFile {
  const file = jsonFile<v.InferOutput<typeof schema>>(join(dataDir, 'keys.json'), schema, {
    version: 1,
    keys: {},
  });
  return {
    read: async () => (await file.read()).keys,
    async choose(actions) {
      const { keys } = await file.update(({ keys: before }) => {
        const kept = Object.entries({ ...before, ...actions }).flatMap(([action, chosen]) =>
          chosen === null ? [] : [[action, chosen] as const],
        );
        return { version: 1, keys: Object.fromEntries(kept) };
      });
      return keys;
    },
  };
}
