import type { CallTreeTable } from '#contract';
import { durationText } from '../../canvas/index.ts';
import { count, figureText, percent, plural } from '../../widgets/format.ts';
import type { HoverFact, HoverText } from '../../widgets/HoverCard.tsx';
import type { RowChange } from './difference-graph.ts';
import { type FunctionNames, nameOfCode, placeOfCode } from './function-names.ts';

export function nameOf(table: CallTreeTable, row: number, names: FunctionNames): string {
  return nameOfCode(table.function[row] as number, names);
}

/** What is known of a row of the call tree, for the card beside the pointer. */
export function describeRow(table: CallTreeTable, row: number, names: FunctionNames): HoverText {
  const fn = table.function[row] as number;
  const total = table.totalNs[row] as number;
  const calls = table.calls[row] as number;
  const errors = table.errors[row] as number;
  const facts: HoverFact[] = [{ label: 'Total', value: durationText(total) }];
  if (fn !== -1) {
    facts.push({ label: 'Self', value: durationText(table.selfNs[row] as number) });
    facts.push({ label: 'Calls', value: count(calls) });
    if (calls > 0) facts.push({ label: 'Average', value: durationText(total / calls) });
    facts.push({ label: 'Of the whole', value: shareText(total, table.totalNs[0] as number) });
    const above = table.parent[row] as number;
    if (above > 0)
      facts.push({ label: 'Of its caller', value: shareText(total, table.totalNs[above] as number) });
  }
  if (errors > 0) facts.push({ label: 'Failed', value: count(errors), bad: true });
  return {
    title: nameOf(table, row, names),
    place: placeOfCode(fn, names),
    facts,
  };
}

/** The selected row as a sentence, for the bar and for a screen reader. */
export function describeSelectedRow(table: CallTreeTable, row: number, names: FunctionNames): string {
  const total = table.totalNs[row] as number;
  const parts = [nameOf(table, row, names), `${durationText(total)} in all`];
  if (row > 0)
    parts.push(
      `${durationText(table.selfNs[row] as number)} itself`,
      plural(table.calls[row] as number, 'call'),
      `${shareText(total, table.totalNs[0] as number)} of the whole`,
      `depth ${table.depth[row]}`,
    );
  return parts.join(', ');
}

/** What became of a row between two runs; the shares are those of the run that is looked at. */
export function describeChange(
  table: CallTreeTable,
  row: number,
  names: FunctionNames,
  change: RowChange,
): HoverText {
  const { baseNs, nextNs, baseCalls, nextCalls } = change;
  const grown = nextNs - baseNs;
  const facts: HoverFact[] = [
    { label: 'This run', value: durationText(nextNs) },
    { label: 'Compared with', value: durationText(baseNs) },
    {
      label: 'Change',
      value: `${grown < 0 ? '\u2212' : '+'}${durationText(Math.abs(grown))}${baseNs > 0 ? ` (${figureText(percent(grown / baseNs))})` : ''}`,
    },
    { label: 'Calls', value: `${count(nextCalls)}, were ${count(baseCalls)}` },
  ];
  const hint = baseNs === 0 ? 'Only in this run.' : nextNs === 0 ? 'Not in this run.' : undefined;
  return {
    ...{ title: nameOf(table, row, names), place: placeOfCode(table.function[row] as number, names) },
    ...{ facts, hint },
  };
}

export function shareText(part: number, whole: number): string {
  return figureText(percent(whole > 0 ? part / whole : 0));
}
