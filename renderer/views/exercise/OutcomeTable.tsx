import { useMemo, useState } from 'react';
import type { ExerciseOutcome, ExerciseResult } from '#contract';
import { isShown } from '#renderer/app/exercise/outcomes.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { matchesFind, useApp, useFoundRows } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { outcomeColumns, outcomeKey } from './columns.tsx';

interface OutcomeTableProps {
  readonly outcomes: readonly ExerciseOutcome[];
  /** Empty: all. */
  readonly chosen: readonly ExerciseResult[];
  readonly selected: ExerciseOutcome | null;
  readonly onSelect: (outcome: ExerciseOutcome | null) => void;
}

/** One row a function, the worst first; Enter shows its source. */
export function OutcomeTable({ outcomes, chosen, selected, onSelect }: OutcomeTableProps) {
  const theme = useThemeName();
  const [sort, setSort] = useState<Sort>({ column: 'result', descending: false });
  const text = useApp((state) => state.find.text);
  const { openSource } = useApp.getState();
  const columns = useMemo(() => outcomeColumns(outcomes, theme), [outcomes, theme]);
  const order = useMemo(() => {
    const keep = (row: number) => {
      const outcome = outcomes[row];
      return outcome !== undefined && isShown(outcome, chosen, (name, file) => matchesFind(text, name, file));
    };
    return orderRows(outcomes.length, keep, outcomeKey(outcomes, sort.column), sort.descending);
  }, [outcomes, chosen, text, sort]);
  useFoundRows(order, (row) => onSelect(outcomes[row] ?? null));
  if (order.length === 0)
    return (
      <EmptyMessage
        icon="filter"
        title={outcomes.length === 0 ? 'Nothing is exported' : 'No function is of this kind'}
      >
        {outcomes.length === 0
          ? 'The project exports no function or class that could be called.'
          : 'Choose other results, or empty the find field.'}
      </EmptyMessage>
    );
  return (
    <IndexTable
      label="Outcomes"
      {...{ columns, order, sort }}
      selected={selected === null ? -1 : outcomes.indexOf(selected)}
      onSort={setSort}
      onSelect={(row) => onSelect(outcomes[row] ?? null)}
      onActivate={(row) => {
        const called = outcomes[row]?.function;
        if (called) openSource(called.file, called.line);
      }}
    />
  );
}
