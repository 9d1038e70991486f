import { useSyncExternalStore } from 'react';
import type { Disposable } from '#contract';
import { useApp } from '../state/index.ts';
import type { ThemeName } from './palette.ts';

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme on screen: the person's choice, else the system's. */
function currentTheme(): ThemeName {
  const { theme } = useApp.getState().layout;
  if (theme !== 'system') return theme;
  return darkQuery.matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  const unsubscribe = useApp.subscribe((state, previous) => {
    if (state.layout.theme !== previous.layout.theme) listener();
  });
  darkQuery.addEventListener('change', listener);
  return () => {
    unsubscribe();
    darkQuery.removeEventListener('change', listener);
  };
}

/** For what is painted and cannot use the style sheet's variables. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, currentTheme);
}

/** Sets `data-theme` on the page, now and whenever the choice or the system changes. */
export function followTheme(): Disposable {
  const apply = () => {
    document.documentElement.dataset.theme = currentTheme();
  };
  apply();
  return { dispose: subscribe(apply) };
}
