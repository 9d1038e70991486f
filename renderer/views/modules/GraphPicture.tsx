import { useEffect, useMemo, useRef } from 'react';
import { useThemeName } from '#renderer/app/theme.ts';
import { matchesFind, useApp } from '#renderer/state/index.ts';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { GraphStage } from './graph-stage.ts';
import { Legend } from './Legend.tsx';
import styles from './Modules.module.css';
import type { VisibleGraph } from './visible-graph.ts';

interface GraphPictureProps {
  readonly graph: VisibleGraph;
  readonly hasRun: boolean;
  /** Path of the selected module. */
  readonly selected: string | null;
  readonly onToggle: (folder: string) => void;
}

export function GraphPicture({ graph, hasRun, selected, onToggle }: GraphPictureProps) {
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<GraphStage | null>(null);
  const toggle = useRef(onToggle);
  const { select, openSource } = useApp.getState();
  const found = useFound(graph);
  useEffect(() => {
    toggle.current = onToggle;
  });
  useEffect(() => {
    if (!frame.current) return;
    const made = new GraphStage(frame.current, {
      onSelect: (path) => select(path === null ? null : { kind: 'module', path }),
      onToggle: (folder) => toggle.current(folder),
    });
    stage.current = made;
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(frame.current);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, [select]);
  useEffect(() => stage.current?.show(graph, theme, hasRun), [graph, theme, hasRun]);
  useEffect(() => stage.current?.mark(selected, new Set(found)), [graph, theme, selected, found]);
  useEffect(() => {
    if (selected !== null) stage.current?.reveal(selected);
  }, [selected]);
  return (
    <div className={styles.stage}>
      <div ref={frame} className={styles.canvas} aria-hidden="true" />
      <ul className={styles.list} aria-label="Modules on screen">
        {graph.nodes.map(({ id, kind, path }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={path === selected}
              onClick={() => (kind === 'folder' ? onToggle(path) : select({ kind: 'module', path }))}
              onDoubleClick={() => kind === 'module' && openSource(path, null)}
            >
              {kind === 'folder' ? `Open folder ${path}` : path}
            </button>
          </li>
        ))}
      </ul>
      <Legend hasRun={hasRun} />
      <div className={styles.zoom}>
        <IconButton small icon="plus" label="Zoom in" onClick={() => stage.current?.zoom(1.3)} />
        <IconButton small icon="minus" label="Zoom out" onClick={() => stage.current?.zoom(1 / 1.3)} />
        <IconButton small icon="fit" label="Fit the graph" onClick={() => stage.current?.fit()} />
      </div>
    </div>
  );
}

/** Paths that the find text matches; Enter in the find field goes through them. */
function useFound(graph: VisibleGraph): readonly string[] {
  const { text, cursor } = useApp((state) => state.find);
  const { setFindCount, select } = useApp.getState();
  const found = useMemo(
    () =>
      text === ''
        ? []
        : graph.nodes.filter(({ label, path }) => matchesFind(text, label, path)).map(({ path }) => path),
    [graph, text],
  );
  useEffect(() => setFindCount(text === '' ? null : found.length), [text, found, setFindCount]);
  useEffect(() => {
    const path = found[cursor];
    if (path !== undefined) select({ kind: 'module', path });
    // Only a step of the person moves the selection, not a new list of matches.
  }, [cursor]);
  return found;
}
