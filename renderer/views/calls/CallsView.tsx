import { useEffect, useMemo } from 'react';
import type { StaticCallGraph } from '#contract';
import { GraphExplorer, type LegendWords } from '#renderer/app/graph/index.ts';
import { functionIndex, useCallGraph, useFunctions } from '#renderer/data/index.ts';
import { functionOf, useApp } from '#renderer/state/index.ts';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { callData } from './call-data.ts';
import { edgeCounts } from './edge-counts.ts';
import { useLocalNode } from './use-local-node.ts';

const words: LegendWords = {
  node: 'function',
  static: 'Source',
  runtime: 'Run',
  uses: 'What it calls',
  users: 'What calls it',
  staticEdge: 'a call in the source, none recorded',
  runtimeEdge: 'called in the run, wider by calls',
  cycleEdge: 'leads back to itself (recursion)',
  ran: 'ran, in the colour of its module',
  idle: 'did not run',
  dead: 'nothing in the source leads to it',
};

/** Who calls whom: the functions of the project, by the source and by the run. */
export function CallsView() {
  const { project, run } = useApp(({ location }) => location);
  const { value, error, retry } = useCallGraph(project, run);
  if (error && !value) return <ErrorMessage title="The calls cannot be read" error={error} onRetry={retry} />;
  if (!value) return <LoadingMessage title="Finding out who calls whom" />;
  if (value.functions.length === 0)
    return (
      <EmptyMessage icon="graph" title="No functions found">
        This folder holds no function that Callscape can read. Open the folder that holds the source.
      </EmptyMessage>
    );
  return <Calls graph={value} />;
}

function Calls({ graph }: { graph: StaticCallGraph }) {
  const { run, selection } = useApp(({ location }) => location);
  const { select, openSource } = useApp.getState();
  const table = useFunctions(run).value;
  const data = useMemo(() => callData(graph), [graph]);
  const counts = useMemo(() => edgeCounts(graph), [graph]);
  const index = useMemo(() => new Map(data.path.map((path, at) => [path, at])), [data]);
  const shared = useMemo(() => {
    const at = functionOf(selection);
    if (!table || at < 0) return null;
    const [file, name, line] = [table.files[table.file[at] ?? -1], table.name[at], table.line[at]];
    const found = graph.functions.findIndex((f) => f.file === file && f.name === name && f.line === line);
    return data.path[found] ?? null;
  }, [selection, table, graph, data]);
  // What did not run has no place in the run's table: it is selected here alone.
  const [local, setLocal] = useLocalNode(selection);
  const rowOf = (path: string | null): number => {
    const identity = path === null ? undefined : graph.functions[index.get(path) ?? -1];
    return identity && table ? functionIndex(table, identity) : -1;
  };
  const choose = (path: string | null) => {
    const at = rowOf(path);
    select(at >= 0 ? { kind: 'function', function: at } : null);
    setLocal(at >= 0 ? null : path);
  };
  // Chosen before the run's table was there.
  const late = rowOf(local);
  useEffect(() => {
    if (late < 0) return;
    setLocal(null);
    select({ kind: 'function', function: late });
  });
  return (
    <GraphExplorer
      label="Functions"
      {...{ data, words }}
      hasRun={run !== null}
      roomy={60}
      facts={
        <>
          <b>{count(graph.functions.length)}</b> functions, <b>{count(counts.both)}</b> calls in source and
          run, <b>{count(counts.sourceOnly)}</b> only in the source, <b>{count(counts.runOnly)}</b> only in
          the run
        </>
      }
      selected={local ?? shared}
      onSelect={choose}
      onOpen={(path) => {
        const identity = graph.functions[index.get(path) ?? -1];
        if (identity) openSource(identity.file, identity.line);
      }}
    />
  );
}
