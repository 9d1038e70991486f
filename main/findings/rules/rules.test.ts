import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findingRules } from '../index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the rules', () => {
  it('are all those that stand in their folder, each by its own name', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter(
      (file) => !/^(?:index|rules\.test)\.ts$/.test(file),
    );
    expect(findingRules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it.each(findingRules)('$id has a page that says what the rule says', (rule) => {
    const page = readFileSync(root + rule.page, 'utf8');
    expect(page).toContain(`# ${rule.title}`);
    for (const text of [rule.meaning, rule.evidence, rule.mend, `\`${rule.id}\`, severity ${rule.severity}`])
      expect(page).toContain(text);
  });

  it('are all in the list of rules', () => {
    const list = readFileSync(`${root}docs/rules/README.md`, 'utf8');
    for (const { id, severity, meaning } of findingRules)
      expect(list).toContain(`| [${id}](${id}.md) | ${severity} | ${meaning} |`);
  });
});
