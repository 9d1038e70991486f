import { useMemo } from 'react';
import type { ModuleGraph } from '#contract';
import { GraphExplorer, type LegendWords, useSelectedModule } from '#renderer/app/graph/index.ts';
import { moduleData } from '#renderer/app/graph/module-data.ts';
import { useModules } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { count, figureText, percent, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';

const words: LegendWords = {
  node: 'module',
  static: 'Imports',
  runtime: 'Calls',
  uses: 'What it uses',
  users: 'What uses it',
  staticEdge: 'imported, no call recorded',
  runtimeEdge: 'called in the run, wider by calls',
  cycleEdge: 'in an import cycle',
  ran: 'functions of it ran, in the colour of the module',
  idle: 'no function of it ran',
};

const wordsOfRun: LegendWords = { ...words, outside: 'only the run knows it' };

/** The modules of the project and how they depend on each other, by the source and by the run. */
export function ModulesView() {
  const { project, run } = useApp(({ location }) => location);
  const { value, error, retry } = useModules(project, run);
  if (error && !value)
    return <ErrorMessage title="The modules cannot be read" error={error} onRetry={retry} />;
  if (!value) return <LoadingMessage title="Reading the modules of the project" />;
  if (value.modules.length === 0)
    return (
      <EmptyMessage icon="graph" title="No modules found">
        This folder holds no JavaScript, TypeScript or Python file that Callscape can read.
      </EmptyMessage>
    );
  return <Modules graph={value} hasRun={run !== null} />;
}

function Modules({ graph, hasRun }: { graph: ModuleGraph; hasRun: boolean }) {
  const selected = useSelectedModule();
  const { select, openSource } = useApp.getState();
  const data = useMemo(() => moduleData(graph), [graph]);
  const { modules, edges, cycles, connectivityRatio } = graph;
  return (
    <GraphExplorer
      label="Modules"
      roomy={40}
      {...{ data, hasRun, selected }}
      words={hasRun ? wordsOfRun : words}
      facts={
        <>
          <b>{count(modules.length)}</b> modules, <b>{count(edges.length)}</b> edges,{' '}
          <span data-warning={cycles.length > 0}>{plural(cycles.length, 'cycle')}</span>, connectivity{' '}
          <b>{figureText(percent(connectivityRatio))}</b>
        </>
      }
      onSelect={(path) => select(path === null ? null : { kind: 'module', path })}
      onOpen={(path) => openSource(path, null)}
    />
  );
}
