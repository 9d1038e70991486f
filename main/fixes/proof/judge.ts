import type { Analysis, FixedFinding, ProofCheck, ProofVerdict } from '#contract';
import { compareOutputs } from './same-output.ts';
import type { Ended } from './target-run.ts';

/** What was seen on one side of a fix. */
export interface Side {
  /** The project's tests; `null` where none were run. */
  readonly tests: Ended | null;
  /** The app, as often as it was run; empty where it was not. */
  readonly app: readonly Ended[];
  /** The largest `contention` around these runs. */
  readonly contention: number;
  /** Of the source and the first of these runs. */
  readonly analysis: Analysis;
}

/** What the fixes are for. */
export interface Expected {
  readonly findings: readonly FixedFinding[];
  /** They are meant to change what the app prints. */
  readonly mendsBehaviour: boolean;
}

/** Slower by less than this is noise on any machine, ms. */
const NOISE_MS = 50;
/** Slower by less than this share is noise, too. */
const NOISE_SHARE = 0.1;
/** From this contention on other work decides how long something takes. */
const BUSY = 1.2;

/** Looks at everything that a fix may have changed. */
export function judgeProof(
  { findings, mendsBehaviour }: Expected,
  before: Side,
  after: Side,
): { readonly verdict: ProofVerdict; readonly checks: readonly ProofCheck[] } {
  const checks = [
    findingsGone(findings, before, after),
    testsAlike(before.tests, after.tests),
    ...appAlike(before.app, after.app, mendsBehaviour),
    ...(before.app.length > 0 && after.app.length > 0 && !before.app[0]?.stopped && !after.app[0]?.stopped
      ? [timeAlike(before, after)]
      : []),
    newFindings(before.analysis, after.analysis),
    connectivity(before.analysis, after.analysis),
  ];
  const of = (subject: ProofCheck['subject']) => checks.find((check) => check.subject === subject)?.outcome;
  const isRun = of('tests') === 'passed' || (of('exit') === 'passed' && of('output') === 'passed');
  const verdict: ProofVerdict = checks.some(({ outcome }) => outcome === 'failed')
    ? 'worse'
    : of('finding') === 'passed' && isRun
      ? 'proved'
      : 'inconclusive';
  return { verdict, checks };
}

const check = (subject: ProofCheck['subject'], outcome: ProofCheck['outcome'], text: string): ProofCheck => ({
  subject,
  outcome,
  text,
});

function findingsGone(findings: readonly FixedFinding[], before: Side, after: Side): ProofCheck {
  const found = new Set(after.analysis.findings.map(({ id }) => id));
  const left = findings.filter(({ id }) => found.has(id));
  const unseen = findings.filter(({ id }) => !before.analysis.findings.some((one) => one.id === id));
  if (left.length > 0)
    return check('finding', 'unknown', `Still found: ${left.map(({ message }) => message).join('; ')}.`);
  if (unseen.length > 0)
    return check(
      'finding',
      'unknown',
      `The runs for the proof did not show it before either: ${unseen.map(({ message }) => message).join('; ')}.`,
    );
  return check(
    'finding',
    'passed',
    findings.length === 1 ? 'The finding is gone.' : 'All findings are gone.',
  );
}

const passed = ({ run, stopped }: Ended): boolean => !stopped && run.exitCode === 0;

function testsAlike(before: Ended | null, after: Ended | null): ProofCheck {
  if (before === null || after === null)
    return check('tests', 'unknown', 'The project has no tests that are known.');
  if (passed(before) && passed(after)) return check('tests', 'passed', 'The tests pass, as they did before.');
  if (passed(before))
    return check('tests', 'failed', `The tests passed before, and fail now: ${lastLines(after)}`);
  if (passed(after)) return check('tests', 'passed', 'The tests failed before, and pass now.');
  return check('tests', 'unknown', `The tests failed before already: ${lastLines(before)}`);
}

const lastLines = ({ output }: Ended): string =>
  output.trimEnd().split(/\r?\n/).slice(-3).join(' / ').slice(-300);

function appAlike(before: readonly Ended[], after: readonly Ended[], mendsBehaviour: boolean): ProofCheck[] {
  const [b, a] = [before[0], after[0]];
  if (b === undefined || a === undefined)
    return [check('exit', 'unknown', 'The app was not run: no run is known that could be repeated.')];
  if (b.stopped)
    return [check('exit', 'unknown', 'The app does not end by itself, so its runs cannot be compared.')];
  if (a.stopped) return [check('exit', 'failed', 'The app ended by itself before, and does not now.')];
  const output = compareOutputs(
    before.map((one) => one.output),
    after.map((one) => one.output),
  );
  return [
    exitAlike(before, after),
    mendsBehaviour && output.outcome === 'failed'
      ? check(
          'output',
          'unknown',
          `${output.text} The fix is meant to change what the app does: look whether it is right.`,
        )
      : { subject: 'output', ...output },
    errorsAlike(before, after),
  ];
}

const exitOf = ({ run }: Ended): string => (run.signal === null ? `code ${run.exitCode}` : run.signal);

function exitAlike(before: readonly Ended[], after: readonly Ended[]): ProofCheck {
  const known = new Set(before.map(exitOf));
  const other = after.map(exitOf).find((exit) => !known.has(exit));
  if (other !== undefined)
    return check(
      'exit',
      'failed',
      `The app ended with ${[...known].join(' or ')} before, and with ${other} now.`,
    );
  const text = `The app ends with ${[...known].join(' or ')}, as before.`;
  // An app that fails at once does the same whatever was changed.
  return [...known].every((exit) => exit === 'code 0')
    ? check('exit', 'passed', text)
    : check('exit', 'unknown', `${text} One that fails proves little.`);
}

function errorsAlike(before: readonly Ended[], after: readonly Ended[]): ProofCheck {
  const most = Math.max(...before.map(({ run }) => run.errors));
  const now = Math.max(...after.map(({ run }) => run.errors));
  if (now > most) return check('errors', 'failed', `${most} calls failed before, and ${now} do now.`);
  return check('errors', 'passed', now < most ? `${now} calls fail, ${most} did before.` : 'No new errors.');
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

function timeAlike(before: Side, after: Side): ProofCheck {
  const [b, a] = [before.app.map(({ tookMs }) => tookMs), after.app.map(({ tookMs }) => tookMs)];
  const limit = Math.max(...b) + Math.max(NOISE_MS, NOISE_SHARE * median(b));
  const text = `The app took ${Math.round(median(b))} ms before and ${Math.round(median(a))} ms now (medians of ${b.length} and ${a.length} runs).`;
  if (median(a) <= limit) return check('time', 'passed', text);
  if (Math.max(before.contention, after.contention) > BUSY)
    return check('time', 'unknown', `${text} The machine was busy with other work, so times say little.`);
  // The fastest run has to be slow as well: one slow run is the machine's doing.
  return check('time', Math.min(...a) > limit ? 'failed' : 'unknown', text);
}

const isGrave = (severity: string): boolean => severity === 'high' || severity === 'critical';

function newFindings(before: Analysis, after: Analysis): ProofCheck {
  const known = new Set(before.findings.map(({ id }) => id));
  const added = after.findings.filter(({ id, confidence }) => !known.has(id) && confidence !== 'low');
  const text = added.map(({ range, message }) => `${range.file}:${range.line} ${message}`).join('; ');
  if (added.length === 0) return check('findings', 'passed', 'Nothing new is found.');
  return check(
    'findings',
    added.some(({ severity }) => isGrave(severity)) ? 'failed' : 'unknown',
    `New: ${text}.`,
  );
}

function connectivity(before: Analysis, after: Analysis): ProofCheck {
  const [b, a] = [before.summary.connectivityRatio, after.summary.connectivityRatio];
  const text = `${(100 * b).toFixed(1)}% of the functions were connected before, ${(100 * a).toFixed(1)}% are now.`;
  return check('connectivity', a < b - 1e-9 ? 'failed' : 'passed', text);
}
