import type { FindingSeverity } from '#contract';

/** Which findings are shown. Empty: all of that kind. */
export interface FindingChoice {
  readonly severities: readonly FindingSeverity[];
  readonly rules: readonly string[];
}

export const allFindings: FindingChoice = { severities: [], rules: [] };

const names: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low'];

/** What the findings put into the address: `critical,high/n-plus-one,slow-function`; `''` for all. */
export function formatFindingChoice({ severities, rules }: FindingChoice): string {
  return severities.length === 0 && rules.length === 0 ? '' : `${severities.join()}/${rules.join()}`;
}

/** Words that name no severity or no rule are left out. */
export function parseFindingChoice(text: string | undefined): FindingChoice {
  if (!text) return allFindings;
  const [severities = '', rules = ''] = text.split('/');
  return {
    severities: names.filter((name) => severities.split(',').includes(name)),
    rules: rules.split(',').filter((rule) => /^[a-z][\w-]*$/.test(rule)),
  };
}
