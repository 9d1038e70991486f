import { useEffect, useMemo, useRef, useState } from 'react';
import type { FunctionTable, SourceText } from '#contract';
import { openInEditor } from '#renderer/app/actions/editor.ts';
import { CodePane, useFoundLine } from '#renderer/app/code/index.ts';
import { useKeysOf, useViewActions } from '#renderer/app/keys/use-keys.ts';
import { useSourceMarks } from '#renderer/app/line-figures/index.ts';
import { useCallGraph, useWorkbench } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { plural, shortCount } from '#renderer/widgets/format.ts';
import { ContextMenu } from '#renderer/widgets/Menu.tsx';
import { follow, type Target } from './follow.ts';
import styles from './Source.module.css';
import { SourceBar } from './SourceBar.tsx';
import { sourceKeys } from './source-keys.ts';

interface SourcePageProps {
  readonly source: SourceText;
  readonly line: number | null;
  readonly table: FunctionTable | undefined;
}

/** Ways that a name leads, to choose from; the place is in CSS pixels of the code. */
interface Ways {
  readonly name: string;
  readonly targets: readonly Target[];
  readonly x: number;
  readonly y: number;
}

/** A name that is to be followed from a line, and where on the page it stands. */
interface Asked {
  readonly name: string;
  readonly at: number;
  readonly place: { readonly x: number; readonly y: number };
}

/** A file with the run's figures beside its lines, and the values of the selected call. */
export function SourcePage({ source, line, table }: SourcePageProps) {
  const { project, run } = useApp(({ location }) => location);
  const find = useApp((state) => state.find.text);
  const { select, openSource, notify } = useApp.getState();
  const { value: graph, error: graphError } = useCallGraph(project, run);
  const { marks, sites, definitions, hasLines, isCut } = useSourceMarks(source, table, graph);
  const lines = useMemo(() => source.text.split(/\r\n|\n|\r/), [source]);
  const caret = useRef(line);
  const reveal = useFoundLine(source.text, line);
  const root = useRef<HTMLElement>(null);
  const keys = useKeysOf('source', sourceKeys);
  const workbench = useWorkbench();
  const editHere = () => {
    if (source.map === undefined) void openInEditor(workbench, source.path, caret.current);
    else
      notify({
        tone: 'info',
        title: `There is no file ${source.path} to open`,
        detail: `Only ${source.map} holds its text.`,
      });
  };
  useViewActions(root, keys, (action) => {
    if (action === 'editor') editHere();
    return action === 'editor';
  });
  const [ways, setWays] = useState<Ways | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  // A name may be followed before it is known what calls what: then the answer comes with the graph.
  useEffect(() => {
    if (asked === null || (!graph && !graphError)) return;
    setAsked(null);
    const { name, at, place } = asked;
    const targets = graph ? follow(graph, sites, { file: source.path, line: at }, name) : [];
    const [first, second] = targets;
    if (second) setWays({ name, targets, ...place });
    else if (first) openSource(first.file, first.line);
    else
      notify({
        tone: 'info',
        title: `${name} leads nowhere`,
        detail: graph
          ? 'It is no function that the source or the run calls from here.'
          : `What calls what could not be read: ${graphError?.message}`,
      });
  }, [asked, graph, graphError, sites, source.path, openSource, notify]);
  return (
    <section ref={root} className={styles.view} aria-label={`Source of ${source.path}`}>
      <SourceBar lines={lines.length} {...{ source, hasLines, isCut, keys }} onEditor={editHere} />
      <div className={styles.code}>
        <CodePane
          source={source}
          marks={marks}
          reveal={reveal}
          find={find}
          onCaret={(at) => {
            caret.current = at;
          }}
          onFigure={(at) => {
            const index = definitions.get(at)?.[0];
            const called = sites.get(at)?.[0];
            if (index !== undefined) select({ kind: 'function', function: index });
            else if (called) openSource(called.file, called.line);
          }}
          onFollow={(name, at, place) => setAsked({ name, at, place })}
          keyOf={(press) => {
            const action = keys.actionOf(press);
            return action === 'editor' ? null : action;
          }}
        />
        {ways && (
          <ContextMenu
            label={`Callers of ${ways.name}`}
            x={ways.x}
            y={ways.y}
            entries={[
              { kind: 'heading', id: 'heading', title: plural(ways.targets.length, 'caller') },
              ...ways.targets.map(({ name, file, line: at, calls }) => ({
                id: `${file}:${at} ${name}`,
                title: name,
                detail: `${file}:${at}`,
                mono: true,
                aside: calls > 0 ? `${shortCount(calls)}\u00d7` : 'not in this run',
                onSelect: () => openSource(file, at),
              })),
            ]}
            onClose={() => setWays(null)}
          />
        )}
      </div>
    </section>
  );
}
