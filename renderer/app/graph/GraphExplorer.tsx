import { type ReactNode, useMemo, useState } from 'react';
import { isOwnCode, useApp } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { folderTree, openAtFirst, opened } from './folder-tree.ts';
import styles from './Graph.module.css';
import { GraphBar } from './GraphBar.tsx';
import { GraphPicture } from './GraphPicture.tsx';
import type { GraphData } from './graph-data.ts';
import type { LegendWords } from './Legend.tsx';
import type { Direction, EdgeFilter } from './neighbourhood.ts';
import { useGraphFind } from './use-graph-find.ts';
import { visibleGraph } from './visible-graph.ts';

interface GraphExplorerProps {
  readonly label: string;
  readonly data: GraphData;
  readonly hasRun: boolean;
  /** Figures of the whole graph, in front of the controls. */
  readonly facts: ReactNode;
  /** Further controls, behind them. */
  readonly controls?: ReactNode;
  readonly words: LegendWords;
  /** Path of the node that is selected; `null`: none, or one that is not in this graph. */
  readonly selected: string | null;
  readonly onSelect: (path: string | null) => void;
  /** Enter or a double press. */
  readonly onOpen: (path: string) => void;
  /** Nodes from which on folders are closed at first. */
  readonly roomy?: number;
}

/** A graph to walk in: folders open and close, a node is looked at with what lies around it, edges are told apart. */
export function GraphExplorer(props: GraphExplorerProps) {
  const { label, data, hasRun, selected, roomy = 400 } = props;
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const [filter, setFilter] = useState<EdgeFilter>('both');
  const [focused, setFocused] = useState(false);
  const [depth, setDepth] = useState(1);
  const [direction, setDirection] = useState<Direction>('both');
  const [cycles, setCycles] = useState(false);
  const folders = useMemo(() => folderTree(data.path, degreesOf(data)), [data]);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const isFocused = focused && selected !== null;
  const visible = useMemo(() => {
    const focus = isFocused && selected !== null ? { path: selected, depth, direction } : null;
    const keep = (path: string) => !onlyMyCode || isOwnCode(path);
    // What is looked at closely, or on its own, is never hidden in a closed folder.
    const all = () => new Set(folders.map(({ path }) => path));
    const wanted = chosen ?? (focus || cycles ? all() : openAtFirst(folders, roomy, shownAtFirst));
    return { ...visibleGraph(data, folders, { open: wanted, filter, focus, cycles, keep }), open: wanted };
  }, [data, folders, chosen, roomy, filter, isFocused, selected, depth, direction, cycles, onlyMyCode]);
  const found = useGraphFind(data.path, visible.shownAs, (node) => {
    const path = data.path[node] as string;
    if (visible.shownAs[node] !== path) setChosen(opened(visible.open, folders, node));
    props.onSelect(path);
  });
  const toggle = (folder: string) => {
    const next = new Set(visible.open);
    if (!next.delete(folder)) next.add(folder);
    setChosen(next);
  };
  return (
    <div className={styles.view}>
      <GraphBar
        facts={props.facts}
        {...{ filter, depth, direction, cycles }}
        focused={isFocused}
        canFocus={selected !== null}
        hasRun={hasRun}
        words={props.words}
        onFilter={setFilter}
        onDepth={setDepth}
        onDirection={setDirection}
        onCycles={(on) => {
          setCycles(on);
          setChosen(null);
        }}
        onFocus={(on) => {
          setFocused(on);
          setChosen(null);
        }}
        onOpenAll={() => setChosen(new Set(folders.map(({ path }) => path)))}
        onCloseAll={() => setChosen(new Set(['']))}
      >
        {props.controls}
      </GraphBar>
      {visible.nodes.length === 0 ? (
        <EmptyMessage icon="graph" title={cycles ? 'No cycle here' : 'Nothing is left to show'}>
          {cycles
            ? 'Nothing in this graph leads back to itself.'
            : 'The filters leave out every node. Choose other edges, or show more than your own code.'}
        </EmptyMessage>
      ) : (
        <GraphPicture
          label={label}
          graph={visible}
          hasRun={hasRun}
          selected={selected === null ? null : (visible.shownAs[data.path.indexOf(selected)] ?? null)}
          found={found}
          words={props.words}
          onSelect={props.onSelect}
          onOpen={props.onOpen}
          onToggle={toggle}
        />
      )}
    </div>
  );
}

/** Nodes and boxes whose names can still be read on a small screen. */
const shownAtFirst = 28;

/** How much each node is connected: what is worth showing of a crowd. */
function degreesOf({ length, edges }: GraphData): Float64Array {
  const degrees = new Float64Array(length);
  for (let at = 0; at < edges.length; at++) {
    for (const end of [edges.from[at] as number, edges.to[at] as number])
      degrees[end] = (degrees[end] as number) + 1 + Math.log1p(edges.calls[at] as number);
  }
  return degrees;
}
