import type { AppliedFixes, FixedFinding, FixProposals, FixRecord, Proof } from '#contract';
import { unifiedDiff } from '../../fixes/index.ts';

const headOf = ({ file, line, rule, message }: FixedFinding): string =>
  `${file}:${line}  ${rule}  ${message}\n`;

/**
 * What could be done, as diffs, and what is left to a person.
 * @param all also findings against which something speaks
 * @param unasked fixes that are left out because they are right only if a person means them
 */
export function proposalsText(
  { fixes, refused: known }: FixProposals,
  { all, unasked }: { readonly all: boolean; readonly unasked: number },
): string {
  const refused = all ? known : known.filter(({ doubtful }) => !doubtful);
  const lines: string[] = [];
  for (const { finding, title, files, uncommitted } of fixes) {
    lines.push(headOf(finding), `  ${title}\n`);
    if (uncommitted.length > 0) lines.push(`  (changes that are not committed: ${uncommitted.join(', ')})\n`);
    for (const { path, before, after } of files) lines.push(`${unifiedDiff(path, before, after)}\n`);
  }
  for (const { finding, reason } of refused) lines.push(headOf(finding), `  not fixed: ${reason}\n\n`);
  const total = fixes.length + refused.length;
  lines.push(
    `${fixes.length} of ${total} ${total === 1 ? 'finding' : 'findings'} can be fixed${fixes.length > 0 ? '; --apply does it' : ''}.\n`,
  );
  if (unasked > 0)
    lines.push(
      unasked === 1
        ? '1 more is right only if you mean it; --intended shows it.\n'
        : `${unasked} more are right only if you mean them; --intended shows them.\n`,
    );
  const left = known.length - refused.length;
  if (left > 0)
    lines.push(
      left === 1
        ? '1 less certain finding is left out; --all shows it.\n'
        : `${left} less certain findings are left out; --all shows them.\n`,
    );
  return lines.join('');
}

export function appliedText(
  proposals: FixProposals,
  { applied, left, takenBack, proof, notes }: AppliedFixes,
): string {
  const lines: string[] = [];
  for (const { id, title, finding, files, commit } of applied) {
    if (finding !== null) lines.push(headOf(finding));
    lines.push(`  ${title}  (${id})${commit === null ? '' : `  commit ${commit.slice(0, 10)}`}\n`);
    for (const { path, before, after } of files) lines.push(`${unifiedDiff(path, before, after)}\n`);
  }
  for (const { id, reason } of left) {
    const fix = proposals.fixes.find((one) => one.id === id);
    if (fix !== undefined)
      lines.push(headOf(fix.finding), `  ${takenBack.includes(id) ? '' : 'not applied: '}${reason}\n\n`);
  }
  if (proof !== null) lines.push(proofText(proof));
  for (const note of notes) lines.push(`Note: ${note}\n`);
  const isBack = proof?.verdict === 'worse';
  lines.push(
    isBack
      ? 'Everything was taken back.\n'
      : applied.length === 1
        ? '1 fix applied. "callscape fix --undo all" takes it back.\n'
        : `${applied.length} fixes applied. "callscape fix --undo all" takes them back.\n`,
  );
  return lines.join('');
}

const marks = { passed: 'ok', unknown: '?', failed: 'FAILED' } as const;

function proofText({ verdict, checks, before, after }: Proof): string {
  const lines = [`Verdict: ${verdict}\n`];
  for (const { outcome, text } of checks) lines.push(`  ${marks[outcome].padEnd(6)}  ${text}\n`);
  if (before !== null && after !== null)
    lines.push(`  Compare the runs: callscape compare ${before} ${after}\n`);
  return lines.join('');
}

export function historyText(records: readonly FixRecord[]): string {
  if (records.length === 0) return 'No fix was applied.\n';
  return records
    .map(({ id, state, proof, title, finding }) => {
      const where = finding === null ? '' : ` (${finding.file}:${finding.line})`;
      return `${id}  ${state.padEnd(8)}  ${(proof?.verdict ?? '-').padEnd(12)}  ${title}${where}\n`;
    })
    .join('');
}

/** One shape for what is proposed and what is applied: `id` is that of the history, `null` where nothing was done. */
export function fixesJson(proposals: FixProposals, outcome: AppliedFixes | null): string {
  const fixes = proposals.fixes.map(({ id, finding, title, files, uncommitted }) => {
    const applied = outcome?.applied.find((one) => one.finding?.id === finding.id);
    return {
      finding,
      title,
      uncommitted,
      diff: files.map(({ path, before, after }) => unifiedDiff(path, before, after)).join(''),
      id: applied?.id ?? null,
      state: applied?.state ?? null,
      commit: applied?.commit ?? null,
      left: outcome?.left.find((one) => one.id === id)?.reason ?? null,
      takenBack: outcome?.takenBack.includes(id) ?? false,
    };
  });
  const answer = {
    format: 'callscape-fixes',
    version: 3,
    fixes,
    refused: proposals.refused,
    proof: outcome?.proof ?? null,
    notes: outcome?.notes ?? [],
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}
