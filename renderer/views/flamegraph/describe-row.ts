import type { CallTreeTable, FunctionTable } from '#contract';
import { durationText } from '../../canvas/index.ts';
import { count, figureText, percent, plural } from '../../widgets/format.ts';
import type { HoverFact, HoverText } from '../../widgets/HoverCard.tsx';
import { WHOLE_RUN } from './flame-stage.ts';

export function nameOf(table: CallTreeTable, row: number, functions: FunctionTable): string {
  const fn = table.function[row] as number;
  return fn < 0 ? WHOLE_RUN : (functions.name[fn] ?? '');
}

/** What is known of a row of the call tree, for the card beside the pointer. */
export function describeRow(table: CallTreeTable, row: number, functions: FunctionTable): HoverText {
  const fn = table.function[row] as number;
  const file = functions.files[functions.file[fn] ?? -1];
  const total = table.totalNs[row] as number;
  const calls = table.calls[row] as number;
  const errors = table.errors[row] as number;
  const facts: HoverFact[] = [{ label: 'Total', value: durationText(total) }];
  if (fn >= 0) {
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
    title: nameOf(table, row, functions),
    place: file === undefined ? '' : `${file}:${functions.line[fn]}`,
    facts,
  };
}

/** The selected row as a sentence, for the bar and for a screen reader. */
export function describeSelectedRow(table: CallTreeTable, row: number, functions: FunctionTable): string {
  const total = table.totalNs[row] as number;
  const parts = [nameOf(table, row, functions), `${durationText(total)} in all`];
  if (row > 0)
    parts.push(
      `${durationText(table.selfNs[row] as number)} itself`,
      plural(table.calls[row] as number, 'call'),
      `${shareText(total, table.totalNs[0] as number)} of the whole`,
      `depth ${table.depth[row]}`,
    );
  return parts.join(', ');
}

export function shareText(part: number, whole: number): string {
  return figureText(percent(whole > 0 ? part / whole : 0));
}
