import { useMemo, useState } from 'react';
import type { ModuleGraph } from '#contract';
import { useModules } from '#renderer/data/index.ts';
import { isOwnCode, useApp } from '#renderer/state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { folderTree, openAtFirst } from './folder-tree.ts';
import { GraphPicture } from './GraphPicture.tsx';
import styles from './Modules.module.css';
import { ModulesBar } from './ModulesBar.tsx';
import { type EdgeFilter, visibleGraph } from './visible-graph.ts';

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
  return <Graph graph={value} hasRun={run !== null} />;
}

function Graph({ graph, hasRun }: { graph: ModuleGraph; hasRun: boolean }) {
  const selection = useApp(({ location }) => location.selection);
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const [filter, setFilter] = useState<EdgeFilter>('both');
  const [focused, setFocused] = useState(false);
  const folders = useMemo(() => folderTree(graph.modules.path), [graph.modules.path]);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const open = useMemo(() => chosen ?? openAtFirst(folders), [chosen, folders]);
  const selected = selection?.kind === 'module' ? selection.path : null;
  const focus = focused ? selected : null;
  const visible = useMemo(
    () =>
      visibleGraph(graph, folders, { open, filter, focus, keep: (path) => !onlyMyCode || isOwnCode(path) }),
    [graph, folders, open, filter, focus, onlyMyCode],
  );
  const toggle = (folder: string) => {
    const next = new Set(open);
    if (!next.delete(folder)) next.add(folder);
    setChosen(next);
  };
  return (
    <div className={styles.view}>
      <ModulesBar
        graph={graph}
        {...{ filter, focused }}
        canFocus={selected !== null}
        onFilter={setFilter}
        onFocus={setFocused}
        onOpenAll={() => setChosen(new Set(folders.map(({ path }) => path)))}
        onCloseAll={() => setChosen(new Set(['']))}
      />
      <GraphPicture graph={visible} hasRun={hasRun} selected={selected} onToggle={toggle} />
    </div>
  );
}
