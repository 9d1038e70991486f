import { useMemo, useState } from 'react';
import type { ModuleGraph } from '#contract';
import { GraphExplorer, type LegendWords, useSelectedModule } from '#renderer/app/graph/index.ts';
import { useModules, useStructure } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Dependencies.module.css';
import { dependencyData, packagesFolder } from './dependency-data.ts';
import { ProblemList } from './ProblemList.tsx';
import { dependencyProblems } from './problems.ts';

const words: LegendWords = {
  node: 'module or package',
  static: 'Imports',
  runtime: 'Calls',
  uses: 'What it depends on',
  users: 'What depends on it',
  staticEdge: 'imported, no call recorded',
  runtimeEdge: 'called in the run, wider by calls',
  cycleEdge: 'in an import cycle',
  ran: 'functions of it ran',
  idle: 'no function of it ran',
  outside: 'a package, with all of its modules, or a file that only the run knows',
};

/** What the project depends on: its folders and the packages they import, and what is wrong with that. */
export function DependenciesView() {
  const { project, run } = useApp(({ location }) => location);
  const { value, error, retry } = useModules(project, run);
  if (error && !value)
    return <ErrorMessage title="The dependencies cannot be read" error={error} onRetry={retry} />;
  if (!value) return <LoadingMessage title="Reading what the project depends on" />;
  if (value.modules.length === 0)
    return (
      <EmptyMessage icon="graph" title="No modules found">
        This folder holds no JavaScript, TypeScript or Python file that Callscape can read.
      </EmptyMessage>
    );
  return <Dependencies graph={value} hasRun={run !== null} />;
}

function Dependencies({ graph, hasRun }: { graph: ModuleGraph; hasRun: boolean }) {
  const project = useApp(({ location }) => location.project);
  const own = useSelectedModule();
  const { select, openSource } = useApp.getState();
  const structure = useStructure(project);
  const [listed, setListed] = useState(true);
  // A package is no module of the project, so no other view knows it as selected.
  const [outside, setOutside] = useState<string | null>(null);
  const data = useMemo(() => dependencyData(graph), [graph]);
  const groups = useMemo(
    () => (structure.value ? dependencyProblems(graph, structure.value) : null),
    [graph, structure.value],
  );
  const problems = groups?.reduce((sum, group) => sum + group.problems.length, 0) ?? 0;
  return (
    <div className={styles.view}>
      <div className={styles.graph}>
        <GraphExplorer
          label="Modules and packages"
          {...{ data, hasRun, words }}
          roomy={30}
          facts={
            <>
              <b>{count(graph.modules.length)}</b> modules, <b>{plural(graph.packages.length, 'package')}</b>,{' '}
              <span data-warning={graph.cycles.length > 0}>{plural(graph.cycles.length, 'cycle')}</span>
            </>
          }
          controls={
            <Button
              small
              aria-pressed={listed}
              tip="List what is wrong with the dependencies"
              onClick={() => setListed(!listed)}
            >
              Problems {groups && count(problems)}
            </Button>
          }
          selected={outside ?? own}
          onSelect={(path) => {
            const isPackage = path?.startsWith(`${packagesFolder}/`) ?? false;
            setOutside(isPackage ? path : null);
            select(path === null || isPackage ? null : { kind: 'module', path });
          }}
          onOpen={(path) => {
            if (!path.startsWith(`${packagesFolder}/`)) openSource(path, null);
          }}
        />
      </div>
      {listed && <ProblemList groups={groups} error={structure.error} onRetry={structure.retry} />}
    </div>
  );
}
