import type { ModuleGraph } from '#contract';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, figureText, percent, plural } from '#renderer/widgets/format.ts';
import styles from './Modules.module.css';
import type { EdgeFilter } from './visible-graph.ts';

interface ModulesBarProps {
  readonly graph: ModuleGraph;
  readonly filter: EdgeFilter;
  readonly focused: boolean;
  readonly canFocus: boolean;
  readonly onFilter: (filter: EdgeFilter) => void;
  readonly onFocus: (on: boolean) => void;
  readonly onOpenAll: () => void;
  readonly onCloseAll: () => void;
}

const filters: readonly { readonly id: EdgeFilter; readonly title: string; readonly tip: string }[] = [
  { id: 'both', title: 'Both', tip: 'Imports in the source, and calls in the run' },
  { id: 'static', title: 'Imports', tip: 'Only imports in the source' },
  { id: 'runtime', title: 'Calls', tip: 'Only calls in the run' },
];

export function ModulesBar(props: ModulesBarProps) {
  const { modules, edges, cycles, connectivityRatio } = props.graph;
  return (
    <div className={styles.bar}>
      <span className={styles.facts}>
        <b>{count(modules.length)}</b> modules, <b>{count(edges.length)}</b> edges,{' '}
        <span className={cycles.length > 0 ? styles.cycles : ''}>{plural(cycles.length, 'cycle')}</span>,
        connectivity <b>{figureText(percent(connectivityRatio))}</b>
      </span>
      <span className={styles.gap} />
      <Button
        small
        aria-pressed={props.focused}
        disabled={!props.canFocus && !props.focused}
        tip="Only the selected module and its neighbours"
        onClick={() => props.onFocus(!props.focused)}
      >
        Focus
      </Button>
      <Button small tip="Open every folder" onClick={props.onOpenAll}>
        Open all
      </Button>
      <Button small tip="One node a folder" onClick={props.onCloseAll}>
        Group
      </Button>
      <fieldset className={styles.segments} aria-label="Edges">
        {filters.map(({ id, title, tip }) => (
          <Button
            key={id}
            small
            tip={tip}
            aria-pressed={id === props.filter}
            onClick={() => props.onFilter(id)}
          >
            {title}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
