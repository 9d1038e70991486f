import type { FunctionIdentity, RunId } from '#contract';
import type { Slice } from './app-state.ts';

/** What lies over the workbench; one at a time. */
export type Overlay =
  | { readonly kind: 'palette'; readonly mode: 'commands' | 'go-to' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'open-folder' }
  | { readonly kind: 'run-command' }
  /** Asks whether functions may be called in a sandbox; `null`: all that are exported. */
  | { readonly kind: 'exercise'; readonly only: FunctionIdentity | null }
  | { readonly kind: 'rename-run'; readonly run: RunId; readonly name: string }
  | { readonly kind: 'remove-run'; readonly run: RunId; readonly name: string };

/** Something the person should know now: what happened, and what to do about it. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly detail: string;
}

export interface OverlaySlice {
  readonly overlay: Overlay | null;
  readonly notices: readonly Notice[];
  showOverlay(overlay: Overlay | null): void;
  notify(notice: Omit<Notice, 'id'>): void;
  dismissNotice(id: number): void;
}

export const createOverlays: Slice<OverlaySlice> = (set) => ({
  overlay: null,
  notices: [],
  showOverlay: (overlay) => set({ overlay }),
  notify: (notice) =>
    set(({ notices }) => ({
      // The oldest give way: a loop of failures must not fill the screen.
      notices: [...notices.slice(-3), { ...notice, id: (notices.at(-1)?.id ?? 0) + 1 }],
    })),
  dismissNotice: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
});
