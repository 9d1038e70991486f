import { useMemo } from 'react';
import type { FunctionTable, SourceText, StaticCallGraph } from '#contract';
import type { CodeMarks } from '#renderer/app/code/index.ts';
import { stepsOfCall, useLines, useSpan, useStepsOf } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { callNotes } from './call-notes.ts';
import { callsOutOf, type Definitions, definitionsOf } from './definitions.ts';
import { type CallSite, callSitesOf, lineFigures } from './line-figures.ts';

const noFigures = new Map<never, never>();
const noNotes = { notes: new Map<number, string>(), failedAt: null };

export interface SourceMarks {
  readonly marks: CodeMarks;
  /** Calls of the file by the line they stand on. */
  readonly sites: ReadonlyMap<number, readonly CallSite[]>;
  readonly definitions: Definitions;
  /** Whether lines of the file have figures of their own, which take level 4. */
  readonly hasLines: boolean;
  /** Whether the selected call ran through more lines than were read, so that later values are missing. */
  readonly isCut: boolean;
}

/** What the run on screen and the selected call say about the lines of a file. */
export function useSourceMarks(
  { path }: Pick<SourceText, 'path'>,
  table: FunctionTable | undefined,
  graph: StaticCallGraph | undefined,
): SourceMarks {
  const { run, selection } = useApp(({ location }) => location);
  const lines = useLines(run, table?.files.includes(path) ? path : null).value;
  const selected = useSpan(run, selection?.kind === 'span' ? selection.span : null).value;
  const span = selected?.identity.file === path ? selected : undefined;
  const steps = useStepsOf(run, lines?.length && span ? span.id : null).value;
  const sites = useMemo(() => (graph ? callSitesOf(graph, path) : noFigures), [graph, path]);
  const definitions = useMemo(() => (table ? definitionsOf(table, path) : noFigures), [table, path]);
  const marks = useMemo(() => {
    const figures = table
      ? lineFigures({ table, definitions, callsOut: callsOutOf(table, path), sites, lines })
      : noFigures;
    const { notes, failedAt } = span ? callNotes(span, steps) : noNotes;
    const failed = new Set([...figures].flatMap(([at, figure]) => (figure.failed ? at : [])));
    if (failedAt !== null) failed.add(failedAt);
    return { current: span?.identity.line ?? null, figures, notes, failed };
  }, [table, path, definitions, sites, lines, span, steps]);
  return {
    marks,
    sites,
    definitions,
    hasLines: (lines?.length ?? 0) > 0,
    isCut: (steps?.length ?? 0) >= stepsOfCall,
  };
}
