import { useEffect, useRef, useState } from 'react';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { useThemeName } from '../theme.ts';
import { Turns } from '../turns.ts';
import styles from './Graph.module.css';
import { GraphStage } from './graph-stage.ts';
import { densityOf } from './graph-style.ts';
import { Legend, type LegendWords } from './Legend.tsx';
import type { VisibleGraph } from './visible-graph.ts';

interface GraphPictureProps {
  readonly label: string;
  readonly graph: VisibleGraph;
  readonly hasRun: boolean;
  readonly words: LegendWords;
  /** Path of the selected node, or of the closed folder that it stands in. */
  readonly selected: string | null;
  /** Paths of what the find text matches. */
  readonly found: ReadonlySet<string>;
  readonly onSelect: (path: string | null) => void;
  readonly onOpen: (path: string) => void;
  readonly onToggle: (folder: string) => void;
}

export function GraphPicture(props: GraphPictureProps) {
  const { label, graph, hasRun, words, selected, found } = props;
  const theme = useThemeName();
  const [error, setError] = useState<unknown>(null);
  const frame = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const stage = useRef<GraphStage | null>(null);
  const turns = useRef<Turns | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const density = densityOf(graph.edges.length);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const own = new Turns(element, setError);
    turns.current = own;
    own.add(() => {
      stage.current = new GraphStage(element, density, {
        onSelect: (path) => latest.current.onSelect(path),
        onOpen: (path) => latest.current.onOpen(path),
        onToggle: (folder) => latest.current.onToggle(folder),
        corner: () => {
          const { offsetWidth = 0, offsetHeight = 0 } = legend.current ?? {};
          return { width: offsetWidth + LEGEND_INSET, height: offsetHeight + LEGEND_INSET };
        },
      });
    });
    const resized = new ResizeObserver(() => own.add(() => stage.current?.resize()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      own.dispose();
      stage.current?.dispose();
      stage.current = null;
    };
  }, [density]);
  useEffect(
    () => turns.current?.add(() => stage.current?.show(graph, theme, hasRun)),
    [graph, theme, hasRun, density],
  );
  useEffect(
    () => turns.current?.add(() => stage.current?.mark(selected, found)),
    [graph, theme, selected, found, density],
  );
  // Once for each selection: new figures of the graph must not move the picture back.
  const revealed = useRef<string | null>(null);
  useEffect(() => {
    if (selected !== null && selected !== revealed.current)
      turns.current?.add(() => stage.current?.reveal(selected));
    revealed.current = selected;
  }, [selected, graph]);
  // What surrounds the view shows it.
  if (error !== null) throw error;
  return (
    <div className={styles.stage}>
      <div ref={frame} className={styles.canvas} aria-hidden="true" />
      <ul className={styles.list} aria-label={`${label} on screen`}>
        {graph.nodes.slice(0, mostListed).map(({ id, kind, path }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={path === selected}
              onClick={() => (kind === 'folder' ? props.onToggle(path) : props.onSelect(path))}
              onDoubleClick={() => kind === 'leaf' && props.onOpen(path)}
            >
              {kind === 'folder' ? `Open folder ${path}` : path}
            </button>
          </li>
        ))}
        {graph.nodes.length > mostListed && (
          <li>{graph.nodes.length - mostListed} more: look for them in the find field</li>
        )}
      </ul>
      <Legend ref={legend} words={words} hasRun={hasRun} />
      <div className={styles.zoom}>
        <IconButton small icon="plus" label="Zoom in" onClick={() => stage.current?.zoom(1.3)} />
        <IconButton small icon="minus" label="Zoom out" onClick={() => stage.current?.zoom(1 / 1.3)} />
        <IconButton small icon="fit" label="Fit the graph" onClick={() => stage.current?.fit()} />
      </div>
    </div>
  );
}

/** A longer list is gone through with the find field, by keyboard as well. */
const mostListed = 400;
/** From the legend to the edge of the picture, as its style has it; px. */
const LEGEND_INSET = 12;
