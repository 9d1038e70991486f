import type { Disposable } from '#contract';
import { formatLink, parseLink } from './link.ts';
import type { Location } from './location.ts';
import { useApp } from './store.ts';

/**
 * Ties the address of the window to the store, both ways. A change of place makes an entry in the history; a change of the
 * range or of the line in the source only rewrites the present one, so that back leads to the last place and not to the
 * last pixel.
 */
export function followAddress(): Disposable {
  const read = () => {
    const parsed = parseLink(window.location.hash);
    if (parsed.ok) useApp.getState().goTo(parsed.location);
    else useApp.getState().rejectLink(parsed.reason);
  };
  read();
  const unsubscribe = useApp.subscribe((state, previous) => {
    if (state.location === previous.location) return;
    const hash = `#${formatLink(state.location)}`;
    if (hash === window.location.hash) return;
    if (isSamePlace(state.location, previous.location)) window.history.replaceState(null, '', hash);
    else window.history.pushState(null, '', hash);
  });
  window.addEventListener('popstate', read);
  return {
    dispose() {
      unsubscribe();
      window.removeEventListener('popstate', read);
    },
  };
}

function isSamePlace(one: Location, other: Location): boolean {
  return (
    one.project === other.project &&
    one.run === other.run &&
    one.view === other.view &&
    one.selection === other.selection &&
    one.own[one.view] === other.own[other.view] &&
    one.source?.path === other.source?.path
  );
}
