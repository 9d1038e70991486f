import { useMemo, useState } from 'react';
import type { Finding } from '#contract';
import { useThemeName } from '#renderer/app/theme.ts';
import { type FindingChoice, useApp, useFoundRows } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { findingColumns, findingKey } from './columns.tsx';
import { isShown } from './facets.ts';

/** One row a finding; the inspector shows the selected one, Enter its source. */
export function FindingTable({ findings, choice }: { findings: readonly Finding[]; choice: FindingChoice }) {
  const theme = useThemeName();
  const [sort, setSort] = useState<Sort>({ column: 'severity', descending: false });
  const text = useApp((state) => state.find.text);
  const selection = useApp(({ location }) => location.selection);
  const { select, openSource } = useApp.getState();
  const columns = useMemo(() => findingColumns(findings, theme), [findings, theme]);
  const order = useMemo(() => {
    const keep = (row: number) => {
      const finding = findings[row];
      return finding !== undefined && isShown(finding, choice, text);
    };
    return orderRows(findings.length, keep, findingKey(findings, sort.column), sort.descending);
  }, [findings, choice, text, sort]);
  const selected = selection?.kind === 'finding' ? findings.findIndex(({ id }) => id === selection.id) : -1;
  const choose = (row: number) => {
    const id = findings[row]?.id;
    if (id !== undefined) select({ kind: 'finding', id });
  };
  useFoundRows(order, choose);
  if (order.length === 0)
    return (
      <EmptyMessage icon="filter" title="No finding is of this kind">
        Choose other severities or rules, or empty the find field.
      </EmptyMessage>
    );
  return (
    <IndexTable
      label="Findings"
      {...{ columns, order, sort, selected }}
      onSort={setSort}
      onSelect={choose}
      onActivate={(row) => {
        const range = findings[row]?.range;
        if (range) openSource(range.file, range.line);
      }}
    />
  );
}
