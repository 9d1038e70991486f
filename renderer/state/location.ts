import type { IndexIntoFunctions, IndexIntoThreads, ProjectDir, RunId, SpanId, TimeRange } from '#contract';

/** Every page of the app; the registry (app/views.ts) has one view for each. */
export const viewIds = [
  'welcome',
  'overview',
  'timeline',
  'flamegraph',
  'functions',
  'trace',
  'modules',
  'calls',
  'dependencies',
  'findings',
  'source',
  'fixes',
  'exercise',
  'replay',
  'compare',
  'runs',
  'settings',
] as const;
export type ViewId = (typeof viewIds)[number];

/** Views of one run; the others are pages of their own. */
const traceViewIds: readonly ViewId[] = [
  'overview',
  'timeline',
  'flamegraph',
  'functions',
  'trace',
  'modules',
  'calls',
  'dependencies',
  'findings',
  'source',
  'replay',
];
export const isTraceView = (view: ViewId): boolean => traceViewIds.includes(view);
/** What a project opens on. */
export const firstView = 'flamegraph' satisfies ViewId;

/** What the person points at; the same in every view. A span brings its function. */
export type Selection =
  | { readonly kind: 'span'; readonly span: SpanId; readonly function: IndexIntoFunctions }
  | { readonly kind: 'function'; readonly function: IndexIntoFunctions }
  /** Path relative to the project. */
  | { readonly kind: 'module'; readonly path: string }
  /** The finding's id, the same in every analysis. */
  | { readonly kind: 'finding'; readonly id: string };

/** The function that a selection stands for; -1 when it stands for none. */
export const functionOf = (selection: Selection | null): IndexIntoFunctions =>
  selection?.kind === 'span' || selection?.kind === 'function' ? selection.function : -1;

/** Whether a selection belongs to the project and not to one recording, so that it stays when another run is shown. */
export const outlivesRun = (selection: Selection | null): boolean =>
  selection?.kind === 'module' || selection?.kind === 'finding';

/** A place in the app; what the address names, and what back and forward move through. */
export interface Location {
  readonly project: ProjectDir | null;
  readonly run: RunId | null;
  readonly view: ViewId;
  /** The selected time range, not the part of the timeline that is on screen. */
  readonly range: TimeRange | null;
  readonly selection: Selection | null;
  /** The file in the source pane and the line it is scrolled to (from 1). */
  readonly source: SourcePlace | null;
  /** How each view shows the run, as a text that only the view itself reads; the address has that of the view on screen. */
  readonly own: Readonly<Partial<Record<ViewId, string>>>;
  /** Where the replay stands. */
  readonly step: StepPlace | null;
}

/** Before a step of a thread; its number of steps stands for the end. */
export interface StepPlace {
  readonly thread: IndexIntoThreads;
  readonly step: number;
}

export interface SourcePlace {
  /** Relative to the project. */
  readonly path: string;
  readonly line: number | null;
}

export const home: Location = {
  project: null,
  run: null,
  view: 'welcome',
  range: null,
  selection: null,
  source: null,
  own: {},
  step: null,
};
