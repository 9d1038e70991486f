export { followAddress } from './address.ts';
export type { AppState } from './app-state.ts';
export type { ChosenPath } from './chosen-path.ts';
export {
  type CompareTab,
  type ComparisonChoice,
  type ComparisonSettings,
  choiceFromId,
  choiceId,
  comparisonText,
  openComparison,
} from './comparison.ts';
export { type FindState, isOwnCode, matchesFind, type SavedFilter } from './filters.ts';
export { type FindingChoice, formatFindingChoice, parseFindingChoice } from './finding-choice.ts';
export type { BottomTab, Layout, ThemePreference } from './layout.ts';
export { formatLink, parseLink } from './link.ts';
export { litFunctions } from './lit-functions.ts';
export {
  functionOf,
  home,
  isTraceView,
  type Location,
  outlivesRun,
  type Selection,
  type SourcePlace,
  type StepPlace,
  type ViewId,
  viewIds,
} from './location.ts';
export type { Notice, Overlay } from './overlays.ts';
export { rememberWorkbench } from './remember.ts';
export { useApp } from './store.ts';
export { useFindSteps } from './use-find-steps.ts';
export { useFoundRows } from './use-found-rows.ts';
export { type OwnText, useOwn } from './use-own.ts';
