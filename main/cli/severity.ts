import type { FindingSeverity } from '#contract';

/** The mildest first. */
export const severities = ['low', 'medium', 'high', 'critical'] as const satisfies readonly FindingSeverity[];

/** Whether a finding is as grave as that, or graver. */
export const isAtLeast = (severity: FindingSeverity, least: FindingSeverity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least);
