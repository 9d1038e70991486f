import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingKeys } from './keys.ts';

const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
/** Cells by key. */
const rows = new Map(
  page.split('\n').flatMap((line) => {
    const [, key, type, value, acts, meaning] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return key?.startsWith('`TRACING_') ? [[key.slice(1, -1), { type, value, acts, meaning }] as const] : [];
  }),
);

describe('docs/settings.md', () => {
  it('has a row for every key and for no other', () => {
    expect([...rows.keys()]).toEqual(settingKeys.map((key) => key.key));
  });

  it('says of each key its default, whether it acts, and what the settings page says', () => {
    for (const key of settingKeys) {
      expect(rows.get(key.key), key.key).toMatchObject({
        type: expect.stringContaining(key.type),
        value: key.default === '' ? 'not set' : `\`${key.default}\``,
        acts: key.acts ? 'yes' : 'no',
        meaning: key.description.replaceAll('|', '\\|'),
      });
    }
  });
});
