import { describe, expect, it } from 'vitest';
import { allFindings, formatFindingChoice, parseFindingChoice } from './finding-choice.ts';

describe('the choice of findings in an address', () => {
  it('comes back as it was, and is nothing when all are shown', () => {
    const choice = { severities: ['critical', 'low'], rules: ['n-plus-one', 'dead-code'] } as const;
    expect(parseFindingChoice(formatFindingChoice(choice))).toEqual(choice);
    expect(formatFindingChoice(allFindings)).toBe('');
    expect(parseFindingChoice(undefined)).toEqual(allFindings);
    expect(parseFindingChoice('/dead-code')).toEqual({ severities: [], rules: ['dead-code'] });
  });

  it('leaves out what is no severity and no rule', () => {
    expect(parseFindingChoice('grave,high/<b>,slow-function')).toEqual({
      severities: ['high'],
      rules: ['slow-function'],
    });
  });
});
