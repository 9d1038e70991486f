import { useEffect, useMemo, useRef, useState } from 'react';
import type { FunctionTable, SourceText, SpanDetail } from '#contract';
import { openInEditor } from '#renderer/app/actions/editor.ts';
import { CodePane } from '#renderer/app/code/index.ts';
import { valueText } from '#renderer/app/values/value-text.ts';
import { useCallGraph, useSpan, useWorkbench } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { plural } from '#renderer/widgets/format.ts';
import { follow } from './follow.ts';
import { callSitesOf, lineFigures } from './line-figures.ts';
import { definitionsOf, matchingLines } from './lines.ts';
import styles from './Source.module.css';

interface SourcePageProps {
  readonly source: SourceText;
  readonly line: number | null;
  readonly table: FunctionTable | undefined;
}

/** A file with the run's figures beside its lines, and the values of the selected call. */
export function SourcePage({ source, line, table }: SourcePageProps) {
  const { project, run, selection } = useApp(({ location }) => location);
  const find = useApp((state) => state.find);
  const { select, openSource, setFindCount, notify } = useApp.getState();
  const workbench = useWorkbench();
  const graph = useCallGraph(project, run).value;
  const span = useSpan(run, selection?.kind === 'span' ? selection.span : null).value;
  const caret = useRef(line);
  const lines = useMemo(() => source.text.split(/\r\n|\n|\r/), [source]);
  const matches = useMemo(() => matchingLines(lines, find.text), [lines, find.text]);
  const sites = useMemo(() => (graph ? callSitesOf(graph, source.path) : new Map()), [graph, source]);
  const definitions = useMemo(() => (table ? definitionsOf(table, source.path) : new Map()), [table, source]);
  const marks = useMemo(() => {
    const figures = table ? lineFigures(table, source.path, sites) : new Map();
    return {
      current: span?.identity.file === source.path ? span.identity.line : null,
      figures,
      notes: span?.identity.file === source.path ? notesOf(span) : new Map<number, string>(),
      failed: new Set([...figures].filter(([, figure]) => figure.failed).map(([at]) => at)),
    };
  }, [table, source, sites, span]);
  // The place that was asked for, until a match is gone to.
  const [reveal, setReveal] = useState(line);
  useEffect(() => setReveal(line), [line]);
  const match = matches[find.cursor];
  useEffect(() => {
    if (match !== undefined) setReveal(match + 1);
  }, [match]);
  useEffect(
    () => setFindCount(find.text === '' ? null : matches.length),
    [find.text, matches.length, setFindCount],
  );
  const onFollow = (name: string, at: number) => {
    const place = graph && follow(graph, sites, { file: source.path, line: at }, name);
    if (place) openSource(place.file, place.line);
    else
      notify({
        tone: 'info',
        title: `${name} leads nowhere`,
        detail: 'It is no function that the source or the run calls from here.',
      });
  };
  return (
    <section className={styles.view} aria-label={`Source of ${source.path}`}>
      <div className={styles.bar}>
        <span className={styles.path}>{source.path}</span>
        <span className={styles.muted}>
          {source.language}, {plural(lines.length, 'line')}
        </span>
        {run === null && <span className={styles.muted}>without figures: there is no run yet</span>}
        <span className={styles.gap} />
        <span className={styles.muted}>F12 or Ctrl and a press follow a name</span>
        <Button
          small
          icon="edit"
          tip="Open this file at the caret in the editor of the settings"
          onClick={() => void openInEditor(workbench, source.path, caret.current)}
        >
          Open in editor
        </Button>
      </div>
      <div className={styles.code}>
        <CodePane
          source={source}
          marks={marks}
          reveal={reveal}
          find={find.text}
          onCaret={(at) => {
            caret.current = at;
          }}
          onFigure={(at) => {
            const index = definitions.get(at)?.[0];
            const called = sites.get(at)?.[0];
            if (index !== undefined) select({ kind: 'function', function: index });
            else if (called) openSource(called.file, called.line);
          }}
          onFollow={onFollow}
        />
      </div>
    </section>
  );
}

/** Parameters and outcome of a call behind the line of its function. */
function notesOf({ identity, params, returned, thrown }: SpanDetail): ReadonlyMap<number, string> {
  const parts = (params ?? []).map(({ name, value }) => `${name} = ${valueText(value, 48)}`);
  if (returned) parts.push(`returned ${valueText(returned, 64)}`);
  if (thrown) parts.push(`threw ${valueText(thrown, 80)}`);
  return parts.length === 0 ? new Map() : new Map([[identity.line, parts.join(', ')]]);
}
