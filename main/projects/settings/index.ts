import { join } from 'node:path';
import * as v from 'valibot';
import { ContractError, type ProjectDir, type Setting } from '#contract';
import { jsonFile } from '../../json-file.ts';
import { readEnvFile, settingsFileName } from './env-file.ts';
import { findSettingKey } from './keys.ts';
import { resolveSettings } from './resolve.ts';
import { checkValue } from './values.ts';

export { type TracerOptions, tracerOptions } from './tracer-options.ts';

const schema = v.object({ version: v.literal(1), values: v.record(v.string(), v.string()) });

/** The settings of one project. The file in the project is read anew each time and never written. */
export interface ProjectSettings {
  read(): Promise<readonly Setting[]>;
  /** `null` gives up the person's value. `refused` when the value cannot be used, `not-found` for an unknown key. */
  change(key: string, value: string | null): Promise<readonly Setting[]>;
}

/** `stateDir`: absolute folder of what is kept about the project. */
export function openSettings(dir: ProjectDir, stateDir: string): ProjectSettings {
  const own = jsonFile(join(stateDir, 'settings.json'), schema, { version: 1, values: {} });

  async function read(): Promise<readonly Setting[]> {
    const [file, user] = await Promise.all([readEnvFile(join(dir, settingsFileName)), own.read()]);
    return resolveSettings(file, user.values);
  }

  return {
    read,
    async change(key, value) {
      const known = findSettingKey(key);
      if (known === undefined) throw new ContractError('not-found', `There is no setting ${key}.`);
      const checked = value === null ? null : checkValue(known, value);
      if (checked !== null && 'problem' in checked) {
        throw new ContractError('refused', `${key}: ${checked.problem}`);
      }
      await own.update(({ values: { [key]: _, ...others } }) => ({
        version: 1,
        values: checked === null ? others : { ...others, [key]: checked.value },
      }));
      return read();
    },
  };
}
