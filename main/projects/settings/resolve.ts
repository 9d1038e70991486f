import type { Setting } from '#contract';
import { type EnvEntry, settingsFileName } from './env-file.ts';
import { findSettingKey, type SettingKey, settingKeys } from './keys.ts';
import { checkValue } from './values.ts';

/**
 * The value of every key and where it comes from: built-in, then `.env.tracing`, then the person's own; a value that cannot
 * be used is reported and the one before it stays.
 */
export function resolveSettings(
  fromFile: ReadonlyMap<string, EnvEntry>,
  fromUser: Readonly<Record<string, string>>,
): Setting[] {
  const known = settingKeys.map((key) => resolve(key, fromFile.get(key.key), fromUser[key.key]));
  const unknown = [...fromFile]
    .filter(([name]) => name.startsWith('TRACING_') && findSettingKey(name) === undefined)
    .map(([name, entry]) => unknownKey(name, entry));
  return [...known, ...unknown];
}

function resolve(key: SettingKey, file: EnvEntry | undefined, user: string | undefined): Setting {
  let value = key.default;
  let origin: Setting['origin'] = 'default';
  let originDetail = 'default';
  const problems: string[] = [];
  if (file !== undefined) {
    const checked = checkValue(key, file.value);
    if ('problem' in checked) problems.push(`${place(file)}: ${checked.problem}`);
    else {
      value = checked.value;
      origin = 'file';
      originDetail = place(file);
    }
  }
  if (user !== undefined) {
    const checked = checkValue(key, user);
    if ('problem' in checked) problems.push(`Your own value ${checked.problem}`);
    else {
      value = checked.value;
      origin = 'user';
      originDetail = 'your own value';
    }
  }
  return {
    key: key.key,
    value,
    origin,
    originDetail,
    type: key.type,
    ...(key.choices ? { choices: key.choices } : {}),
    description: key.description,
    group: key.group,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

const place = (entry: EnvEntry): string => `${settingsFileName}, line ${entry.line}`;

/** A misspelt key would otherwise be passed over in silence. */
function unknownKey(name: string, entry: EnvEntry): Setting {
  return {
    key: name,
    value: entry.value,
    origin: 'file',
    originDetail: place(entry),
    type: 'list',
    description: 'Not a key that Callscape knows.',
    group: 'Unknown keys',
    problem: `${place(entry)}: there is no key ${name}. Check its spelling; it has no effect.`,
  };
}
