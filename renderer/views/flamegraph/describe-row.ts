import type { CallTreeTable } from '#contract';
import { measureTitles } from '../../app/memory-words.ts';
import { durationText } from '../../canvas/index.ts';
import { bytes, count, figureText, percent, plural } from '../../widgets/format.ts';
import type { HoverFact, HoverText } from '../../widgets/HoverCard.tsx';
import type { RowChange } from './difference-graph.ts';
import { type FunctionNames, nameOfCode, placeOfCode } from './function-names.ts';

export function nameOf(table: CallTreeTable, row: number, names: FunctionNames): string {
  return nameOfCode(table.function[row] as number, names);
}

/** What the rows of a tree are measured in: time, or bytes. */
function amountsOf({ memory, totalNs, selfNs }: CallTreeTable) {
  if (!memory) return { totals: totalNs, selfs: selfNs, text: durationText, verb: '' };
  const text = (n: number) => figureText(bytes(n));
  const verb = memory.measure === 'mixed' ? '' : ` ${measureTitles[memory.measure].toLowerCase()}`;
  return { totals: memory.totalBytes, selfs: memory.selfBytes, text, verb };
}

/** What is known of a row of the call tree, for the card beside the pointer. */
export function describeRow(table: CallTreeTable, row: number, names: FunctionNames): HoverText {
  const fn = table.function[row] as number;
  const { totals, selfs, text } = amountsOf(table);
  const total = totals[row] as number;
  const calls = table.calls[row] as number;
  const errors = table.errors[row] as number;
  const facts: HoverFact[] = [
    { label: table.memory ? measureTitles[table.memory.measure] : 'Total', value: text(total) },
  ];
  if (fn !== -1) {
    facts.push({ label: 'Self', value: text(selfs[row] as number) });
    if (!table.memory) facts.push({ label: 'Calls', value: count(calls) });
    if (calls > 0) facts.push({ label: 'Average', value: text(total / calls) });
    facts.push({ label: 'Of the whole', value: shareText(total, totals[0] as number) });
    const above = table.parent[row] as number;
    if (above > 0) facts.push({ label: 'Of its caller', value: shareText(total, totals[above] as number) });
  } else if (table.memory) {
    facts.push({ label: 'Outside of traced functions', value: text(selfs[row] as number) });
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
  const { totals, selfs, text, verb } = amountsOf(table);
  const total = totals[row] as number;
  const parts = [nameOf(table, row, names), `${text(total)}${verb} in all`];
  if (row > 0)
    parts.push(
      `${text(selfs[row] as number)} itself`,
      ...(table.memory ? [] : [plural(table.calls[row] as number, 'call')]),
      `${shareText(total, totals[0] as number)} of the whole`,
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
