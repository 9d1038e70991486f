import { useEffect } from 'react';
import type { IndexIntoFunctions, TimeRange } from '#contract';
import type { FlameLayout } from '../../canvas/index.ts';
import { useApp } from '../../state/index.ts';
import { type FlameSettings, scopeOf } from './flame-settings.ts';
import { pathOfRow } from './path-of-row.ts';

interface Chosen {
  readonly layout: FlameLayout | null;
  readonly settings: FlameSettings;
  readonly range: TimeRange | null;
  /** Of a sandwich. */
  readonly middle: number;
  /** -1: none. */
  readonly row: number;
  readonly function: IndexIntoFunctions;
}

/** Says which calls the selected row stands for, for the inspector; nothing once the flame graph is left. */
export function useChosenPath({ layout, settings, range, middle, row, function: fn }: Chosen): void {
  useEffect(() => {
    const scope = scopeOf(settings, range);
    const request = layout === null || row < 0 ? null : pathOfRow(layout, row, settings, middle, scope);
    const { choosePath } = useApp.getState();
    choosePath(
      request === null || fn < 0 ? null : { function: fn, request, calls: layout?.table.calls[row] ?? 0 },
    );
    return () => choosePath(null);
  }, [layout, settings, range, middle, row, fn]);
}
