import { useSyncExternalStore } from 'react';
import type { Disposable } from '#contract';
import { useApp } from '../state/index.ts';
import type { ThemeName } from './palette.ts';

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');

/** The person's choice, else the system's. */
function wantedTheme(): ThemeName {
  const { theme } = useApp.getState().layout;
  if (theme !== 'system') return theme;
  return darkQuery.matches ? 'dark' : 'light';
}

/** What `data-theme` says. The system's answer alone may be ahead of it: it is asked before its change is told. */
let onScreen = wantedTheme();
const listeners = new Set<() => void>();

/** The page first, then those who paint: they read the style sheet's variables as they are told. */
function changed(): void {
  onScreen = wantedTheme();
  document.documentElement.dataset.theme = onScreen;
  for (const listener of listeners) listener();
}

/** The theme that the style sheet's variables are of now. */
export function themeOnScreen(): ThemeName {
  return onScreen;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For what is painted and cannot use the style sheet's variables. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, themeOnScreen);
}

/** Sets `data-theme` on the page, now and whenever the choice or the system changes. */
export function followTheme(): Disposable {
  const unsubscribe = useApp.subscribe((state, previous) => {
    if (state.layout.theme !== previous.layout.theme) changed();
  });
  darkQuery.addEventListener('change', changed);
  changed();
  return {
    dispose() {
      unsubscribe();
      darkQuery.removeEventListener('change', changed);
    },
  };
}
