import type { ProjectDir, RunId, TimeRange } from '#contract';
import type { Slice } from './app-state.ts';
import type { FindState } from './filters.ts';
import {
  firstView,
  home,
  type Location,
  outlivesRun,
  type Selection,
  type StepPlace,
  type ViewId,
} from './location.ts';

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
  /** Another run of the same project: range and selection belong to a recording, so they go, but not a module, a finding or a file. */
  openRun(run: RunId | null): void;
  openView(view: ViewId): void;
  select(selection: Selection | null): void;
  setRange(range: TimeRange | null): void;
  openSource(path: string, line: number | null): void;
  /** What a view puts into the address; `''`: as it shows a run at first. With `open` it is shown, too. */
  setOwn(view: ViewId, text: string, open?: 'open'): void;
  /** Moves the replay; it need not be on screen. */
  setStep(step: StepPlace | null): void;
  /** Shows the replay, at the call that is selected or at a place. */
  openReplay(step: StepPlace | null): void;
}

export const createNavigation: Slice<NavigationSlice> = (set) => {
  const patch = (change: Partial<Location>) =>
    set((state) => ({ location: { ...state.location, ...change }, brokenLink: null }));
  return {
    location: home,
    brokenLink: null,
    goTo: (location) =>
      set((state) => ({
        location: { ...location, own: ownAt(state.location, location) },
        brokenLink: null,
        find: location.view === state.location.view ? state.find : leftView(state.find),
      })),
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
          own: {},
          step: null,
          selection: outlivesRun(location.selection) ? location.selection : null,
        },
        brokenLink: null,
      })),
    openView: (view) =>
      set(({ location, find }) => ({
        location: { ...location, view },
        brokenLink: null,
        find: view === location.view ? find : leftView(find),
      })),
    select: (selection) => patch({ selection }),
    setRange: (range) => patch({ range }),
    setStep: (step) => patch({ step }),
    openReplay: (step) =>
      set(({ location, find }) => ({
        location: { ...location, view: 'replay', step },
        brokenLink: null,
        find: location.view === 'replay' ? find : leftView(find),
      })),
    openSource: (path, line) =>
      set(({ location, find }) => ({
        location: { ...location, view: 'source', source: { path, line } },
        brokenLink: null,
        find: location.view === 'source' ? find : leftView(find),
      })),
    setOwn: (view, text, open) =>
      set(({ location, find }) => {
        const shown = open ? view : location.view;
        return {
          location: { ...location, view: shown, own: { ...location.own, [view]: text } },
          brokenLink: null,
          find: shown === location.view ? find : leftView(find),
        };
      }),
  };
};

/** A link names the own text of its view; those of the other views stay as long as the run does, whose functions they may name. */
function ownAt(before: Location, next: Location): Location['own'] {
  const isSameRun = before.project === next.project && before.run === next.run;
  return { ...(isSameRun ? before.own : {}), [next.view]: next.own[next.view] ?? '' };
}

/** The matches of the find text belong to the view that was left; in the next one they are counted anew. */
function leftView(find: FindState): FindState {
  return { ...find, count: null, cursor: -1 };
}
