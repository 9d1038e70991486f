import { useMemo, useState } from 'react';
import type { ComparedFunction, Verdict } from '#contract';
import { useThemeName } from '#renderer/app/theme.ts';
import { functionIndex, useFunctions } from '#renderer/data/index.ts';
import { functionOf, matchesFind, useApp, useFoundRows } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { comparedColumns, comparedKey } from './compared-columns.tsx';

interface ComparedTableProps {
  readonly functions: readonly ComparedFunction[];
  /** Only these; `null`: all. */
  readonly verdict: Verdict | null;
  /** Both sides have a profile of memory. */
  readonly withMemory: boolean;
}

/** One row a function, the engine's order first. A selected row is selected in every view, if the run on screen has it. */
export function ComparedTable({ functions, verdict, withMemory }: ComparedTableProps) {
  const theme = useThemeName();
  const [sort, setSort] = useState<Sort>({ column: 'verdict', descending: false });
  const [pressed, setPressed] = useState(-1);
  const selection = useApp(({ location }) => location.selection);
  const text = useApp((state) => state.find.text);
  const run = useApp(({ location }) => location.run);
  const { select, openSource } = useApp.getState();
  const table = useFunctions(run).value;
  const columns = useMemo(
    () => comparedColumns(functions, theme, withMemory),
    [functions, theme, withMemory],
  );
  const order = useMemo(() => {
    const keep = (row: number) => {
      const compared = functions[row];
      if (!compared || (verdict && compared.verdict !== verdict)) return false;
      return text === '' || matchesFind(text, compared.identity.name, compared.identity.file);
    };
    return orderRows(functions.length, keep, comparedKey(functions, sort.column), sort.descending);
  }, [functions, verdict, sort, text]);
  const chosen = useMemo(() => {
    const at = functionOf(selection);
    if (!table || at < 0) return -1;
    const [file, name, line] = [table.files[table.file[at] ?? -1], table.name[at], table.line[at]];
    return functions.findIndex(
      ({ identity }) => identity.line === line && identity.name === name && identity.file === file,
    );
  }, [functions, table, selection]);
  // What only the other run has is no function of the run on screen.
  const selected = pressed >= 0 && chosen < 0 ? pressed : chosen;
  const choose = (row: number) => {
    setPressed(row);
    const identity = functions[row]?.identity;
    const index = identity && table ? functionIndex(table, identity) : -1;
    select(index >= 0 ? { kind: 'function', function: index } : null);
  };
  useFoundRows(order, choose);
  if (order.length === 0)
    return (
      <EmptyMessage icon={text === '' ? 'check' : 'filter'} title="No function is of this kind">
        {text !== '' && 'Empty the find field to see those that it leaves out.'}
      </EmptyMessage>
    );
  return (
    <IndexTable
      label="Compared functions"
      {...{ columns, order, sort }}
      selected={selected}
      onSort={setSort}
      onSelect={choose}
      onActivate={(row) => {
        const identity = functions[row]?.identity;
        if (identity) openSource(identity.file, identity.line);
      }}
    />
  );
}
