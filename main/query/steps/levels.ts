import type { LevelChangeRow, LevelTable } from '#contract';
import type { Query } from '../query.ts';

/** Levels of all functions and the rules that gave them, and what was changed while the app ran. */
export function levelTable({ reader, snapshot }: Query): LevelTable {
  const { length } = snapshot.functions;
  const level = new Int8Array(length).fill(-1);
  const rule = new Int32Array(length);
  const rules = [''];
  const ruleIndex = new Map([['', 0]]);
  // Before the first commit there is no file to ask.
  const details =
    length === 0 ? [] : reader.statement('SELECT function, level, rule FROM function_details').raw().all();
  for (const [index, value, text] of details as [number, number, string][]) {
    let known = ruleIndex.get(text);
    if (known === undefined) {
      known = rules.push(text) - 1;
      ruleIndex.set(text, known);
    }
    level[index] = value;
    rule[index] = known;
  }
  return { revision: snapshot.revision, length, level, rule, rules, changes: changes({ reader, snapshot }) };
}

function changes({ reader, snapshot }: Pick<Query, 'reader' | 'snapshot'>): LevelChangeRow[] {
  if (snapshot.threads.length === 0) return [];
  const rows = reader
    .statement('SELECT thread, time_ns AS timeNs, scope, target, level, functions FROM level_changes')
    .all() as LevelChangeRow[];
  return rows
    .map((row) => ({ ...row, timeNs: row.timeNs + (snapshot.threads[row.thread]?.offsetNs ?? 0) }))
    .sort((a, b) => a.timeNs - b.timeNs);
}
