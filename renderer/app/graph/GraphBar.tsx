import type { ReactNode } from 'react';
import { Button } from '#renderer/widgets/Button.tsx';
import { Select } from '#renderer/widgets/Field.tsx';
import styles from './Graph.module.css';
import type { LegendWords } from './Legend.tsx';
import type { Direction, EdgeFilter } from './neighbourhood.ts';

interface GraphBarProps {
  readonly facts: ReactNode;
  readonly words: LegendWords;
  readonly hasRun: boolean;
  readonly filter: EdgeFilter;
  readonly focused: boolean;
  readonly canFocus: boolean;
  readonly depth: number;
  readonly direction: Direction;
  readonly cycles: boolean;
  readonly onFilter: (filter: EdgeFilter) => void;
  readonly onFocus: (on: boolean) => void;
  readonly onDepth: (depth: number) => void;
  readonly onDirection: (direction: Direction) => void;
  readonly onCycles: (on: boolean) => void;
  readonly onOpenAll: () => void;
  readonly onCloseAll: () => void;
  readonly children?: ReactNode;
}

const depths: readonly { readonly value: number; readonly title: string }[] = [
  { value: 1, title: '1 step' },
  { value: 2, title: '2 steps' },
  { value: 3, title: '3 steps' },
  { value: Number.POSITIVE_INFINITY, title: 'All the way' },
];

/** What of the graph is on screen. */
export function GraphBar(props: GraphBarProps) {
  const { words, filter } = props;
  const filters: readonly { readonly id: EdgeFilter; readonly title: string; readonly tip: string }[] = [
    { id: 'both', title: 'Both', tip: 'What the source says, and what the run did' },
    { id: 'static', title: words.static, tip: 'Only what the source says' },
    { id: 'runtime', title: words.runtime, tip: 'Only what the run did' },
  ];
  return (
    <div className={styles.bar}>
      <span className={styles.facts}>{props.facts}</span>
      <span className={styles.gap} />
      {props.children}
      <Button
        small
        aria-pressed={props.focused}
        disabled={!props.canFocus && !props.focused}
        tip={`Only the selected ${words.node} and what lies around it`}
        onClick={() => props.onFocus(!props.focused)}
      >
        Focus
      </Button>
      {props.focused && (
        <>
          <Select
            small
            label="How far around it"
            value={props.depth}
            onChange={(event) => props.onDepth(Number(event.target.value))}
          >
            {depths.map(({ value, title }) => (
              <option key={title} value={value}>
                {title}
              </option>
            ))}
          </Select>
          <Select
            small
            label="In which direction"
            value={props.direction}
            onChange={(event) => props.onDirection(event.target.value as Direction)}
          >
            <option value="both">Both ways</option>
            <option value="uses">{words.uses}</option>
            <option value="users">{words.users}</option>
          </Select>
        </>
      )}
      <Button
        small
        aria-pressed={props.cycles}
        tip="Only what leads back to itself"
        onClick={() => props.onCycles(!props.cycles)}
      >
        Cycles
      </Button>
      <Button small tip="Open every folder" onClick={props.onOpenAll}>
        Open all
      </Button>
      <Button small tip="One node a folder" onClick={props.onCloseAll}>
        Group
      </Button>
      {props.hasRun && (
        <fieldset className={styles.segments} aria-label="Edges">
          {filters.map(({ id, title, tip }) => (
            <Button key={id} small tip={tip} aria-pressed={id === filter} onClick={() => props.onFilter(id)}>
              {title}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
