import type { RunId } from '#contract';
import { useApp } from './store.ts';
import type { OwnText } from './use-own.ts';

/** One side of a comparison: a run, or a baseline file that the engine can read. */
export type ComparisonChoice =
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'file'; readonly file: string };

/** Parts of a comparison: all functions, those of one verdict, or what is not about functions. */
export const compareTabs = [
  'all',
  'regressed',
  'errors',
  'improved',
  'added',
  'removed',
  'unchanged',
  'structure',
  'findings',
  'metrics',
] as const;
export type CompareTab = (typeof compareTabs)[number];

/** What the comparison puts into the address. */
export interface ComparisonSettings {
  /** `null`: not chosen, so the view takes the selected run and the one before it. */
  readonly base: ComparisonChoice | null;
  readonly next: ComparisonChoice | null;
  readonly tab: CompareTab;
}

/** As the query of an address, `base=run+r1&next=file+%2Ftmp%2Fa.json&show=errors`: only what was chosen. */
export const comparisonText: OwnText<ComparisonSettings> = {
  write({ base, next, tab }) {
    const query = new URLSearchParams();
    if (base) query.set('base', choiceId(base));
    if (next) query.set('next', choiceId(next));
    if (tab !== 'all') query.set('show', tab);
    return query.toString();
  },
  read(text) {
    const query = new URLSearchParams(text);
    return {
      base: choiceFromId(query.get('base') ?? ''),
      next: choiceFromId(query.get('next') ?? ''),
      tab: compareTabs.find((tab) => tab === query.get('show')) ?? 'all',
    };
  },
};

/** A choice as the value of an option, and back. */
export function choiceId(choice: ComparisonChoice | null): string {
  if (!choice) return '';
  return choice.kind === 'run' ? `run ${choice.run}` : `file ${choice.file}`;
}
export function choiceFromId(id: string): ComparisonChoice | null {
  const [kind, value] = [id.slice(0, id.indexOf(' ')), id.slice(id.indexOf(' ') + 1)];
  if (value === '') return null;
  if (kind === 'run') return { kind, run: value };
  return kind === 'file' ? { kind, file: value } : null;
}

/** Shows the comparison of two runs. */
export function openComparison(base: RunId, next: RunId): void {
  const text = comparisonText.write({
    base: { kind: 'run', run: base },
    next: { kind: 'run', run: next },
    tab: 'all',
  });
  useApp.getState().setOwn('compare', text, 'open');
}
