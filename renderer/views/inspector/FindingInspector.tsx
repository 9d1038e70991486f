import type { Evidence, FunctionTable, ProjectDir, RunId } from '#contract';
import { ApplyButtons } from '#renderer/app/fixes/ApplyButtons.tsx';
import { FixDiffs } from '#renderer/app/fixes/FixDiffs.tsx';
import { FixingStrip } from '#renderer/app/fixes/FixingStrip.tsx';
import {
  functionIndex,
  useAnalysis,
  useFindingRules,
  useFixProposals,
  useFunctions,
  useSpan,
} from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Head } from './Head.tsx';
import styles from './Inspector.module.css';
import { functionAt, Link } from './links.tsx';
import { Section } from './Section.tsx';

interface FindingInspectorProps {
  readonly dir: ProjectDir;
  readonly run: RunId | null;
  readonly id: string;
}

/** What is wrong, why it is thought to be, and what to do about it. */
export function FindingInspector({ dir, run, id }: FindingInspectorProps) {
  const { value: analysis, soFar, error, retry, run: analysed } = useAnalysis(dir, run);
  const rules = useFindingRules().value;
  const table = useFunctions(analysed).value;
  if (error && !analysis)
    return <ErrorMessage title="The project cannot be analysed" error={error} onRetry={retry} />;
  const finding = (analysis ?? soFar)?.findings.find((one) => one.id === id);
  if (!rules || (!finding && !analysis)) return <LoadingMessage title="Analysing the project" />;
  if (!finding)
    return (
      <EmptyMessage icon="check" title="This is not found any more">
        It was mended, silenced, or another run shows it.
      </EmptyMessage>
    );
  const rule = rules.find((one) => one.id === finding.rule);
  const { file, line } = finding.range;
  const index = finding.function && table ? functionIndex(table, finding.function) : -1;
  return (
    <>
      <Head
        kind={`Finding, ${finding.severity}`}
        title={rule?.title ?? finding.rule}
        {...{ file, line }}
        aside={<span>{finding.confidence} confidence</span>}
      />
      <Section title="What is wrong">
        <p className={styles.text}>{finding.message}</p>
        {index >= 0 && <FunctionLink index={index} table={table} />}
      </Section>
      <Section title="Evidence" aside={String(finding.evidence.length)}>
        <ul className={styles.evidence} aria-label="Evidence">
          {finding.evidence.map((one, at) => (
            <EvidenceItem key={at} evidence={one} run={analysed} />
          ))}
        </ul>
      </Section>
      <FixSection dir={dir} run={run} finding={finding.id} />
      {rule && (
        <Section title="What to do">
          <p className={styles.text}>{rule.mend}</p>
          <p className={styles.note}>{rule.meaning}</p>
        </Section>
      )}
    </>
  );
}

/** The fix of the finding; nothing where none is known for its rule. */
function FixSection({ dir, run, finding }: { dir: ProjectDir; run: RunId | null; finding: string }) {
  const { value: proposals, error, retry } = useFixProposals(dir, run);
  const openView = useApp((state) => state.openView);
  const fix = proposals?.fixes.find((one) => one.finding.id === finding);
  const refused = proposals?.refused.find((one) => one.finding.id === finding);
  const noFix = refused && (
    <Section title="No fix">
      <p className={styles.text}>{refused.reason}</p>
    </Section>
  );
  if (!proposals)
    return (
      <Section title="Fix">
        <p className={styles.note} aria-busy={error === null}>
          {error === null
            ? 'Looking for what can be done about it.'
            : `No fix can be proposed: ${error.message}`}
        </p>
        {error !== null && <Button onClick={retry}>Try again</Button>}
      </Section>
    );
  if (!fix) return noFix ?? null;
  const fixSection = (
    <Section title={fix.optional ? 'If it is meant so' : 'Fix'}>
      <p className={styles.text}>{fix.title}</p>
      <FixDiffs files={fix.files} />
      <div className={styles.actions}>
        <ApplyButtons dir={dir} proof={proposals.proof} fixes={[fix.id]} />
        <Button tip="All fixes, and what was applied" onClick={() => openView('fixes')}>
          All fixes
        </Button>
      </div>
      <FixingStrip dir={dir} />
    </Section>
  );
  return (
    <>
      {noFix}
      {fixSection}
    </>
  );
}

function FunctionLink({ index, table }: { index: number; table: FunctionTable | undefined }) {
  const select = useApp((state) => state.select);
  const { name, file } = functionAt(table, index);
  return (
    <ul className={styles.list} aria-label="Function">
      <Link
        {...{ name, file }}
        tip="Show its figures"
        onClick={() => select({ kind: 'function', function: index })}
      />
    </ul>
  );
}

function EvidenceItem({ evidence, run }: { evidence: Evidence; run: RunId | null }) {
  const openSource = useApp((state) => state.openSource);
  const { text, range, span } = evidence;
  return (
    <li>
      <span>{text}</span>
      {range && (
        <button
          type="button"
          className={styles.place}
          data-tip="Show the source"
          onClick={() => openSource(range.file, range.line)}
        >{`${range.file}:${range.line}`}</button>
      )}
      {span !== undefined && run !== null && <CallLink run={run} span={span} />}
    </li>
  );
}

/** The function of a call is only known once the call is read. */
function CallLink({ run, span }: { run: RunId; span: string }) {
  const select = useApp((state) => state.select);
  const detail = useSpan(run, span).value;
  if (!detail) return null;
  return (
    <button
      type="button"
      className={styles.place}
      data-tip="Show this call and its values"
      onClick={() => select({ kind: 'span', span, function: detail.function })}
    >
      Show the call
    </button>
  );
}
