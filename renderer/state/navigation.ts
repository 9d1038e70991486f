import type { ProjectDir, RunId, TimeRange } from '#contract';
import type { Slice } from './app-state.ts';
import { firstView, home, type Location, type Selection, type ViewId } from './location.ts';

/** Where the person is. The address follows it, and it follows the address (address.ts). */
export interface NavigationSlice {
  readonly location: Location;
  /** Why the address that was opened leads nowhere; `null` when it is fine. */
  readonly brokenLink: string | null;
  /** Goes to a place as a whole: a link, back, forward. */
  goTo(location: Location): void;
  rejectLink(reason: string): void;
  /** Opens a project; with a run when one is named. */
  openProject(project: ProjectDir | null, run?: RunId | null): void;
  /** Another run of the same project: range and selection belong to a recording, so they go, but not a module or a file. */
  openRun(run: RunId | null): void;
  openView(view: ViewId): void;
  select(selection: Selection | null): void;
  setRange(range: TimeRange | null): void;
  openSource(path: string, line: number | null): void;
}

export const createNavigation: Slice<NavigationSlice> = (set) => {
  const patch = (change: Partial<Location>) =>
    set((state) => ({ location: { ...state.location, ...change }, brokenLink: null }));
  return {
    location: home,
    brokenLink: null,
    goTo: (location) => set({ location, brokenLink: null }),
    rejectLink: (reason) => set({ brokenLink: reason }),
    openProject: (project, run = null) =>
      set((state) => ({
        location: {
          ...home,
          project,
          run,
          view:
            project === null
              ? 'welcome'
              : state.location.view === 'welcome'
                ? firstView
                : state.location.view,
        },
        brokenLink: null,
      })),
    openRun: (run) =>
      set(({ location }) => ({
        location: {
          ...location,
          run,
          range: null,
          selection: location.selection?.kind === 'module' ? location.selection : null,
        },
        brokenLink: null,
      })),
    // The matches of the find text belong to the view that was left.
    openView: (view) =>
      set(({ location, find }) => ({
        location: { ...location, view },
        brokenLink: null,
        find: { ...find, count: null, cursor: -1 },
      })),
    select: (selection) => patch({ selection }),
    setRange: (range) => patch({ range }),
    openSource: (path, line) => patch({ view: 'source', source: { path, line } }),
  };
};
