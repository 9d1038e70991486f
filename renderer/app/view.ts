import type { ViewId } from '../state/index.ts';
import type { IconName } from '../widgets/icons.ts';
import type { ViewKeys } from './keys/key-action.ts';
import type { LateView } from './late-view.tsx';

/** A page of the workbench, as its tab, its shortcut and the shortcut sheet need it. */
export interface View {
  readonly id: ViewId;
  readonly title: string;
  readonly icon: IconName;
  /** As the person presses it, e.g. `Alt+1`. */
  readonly shortcut: string;
  /** `trace`: a tab over the selected run; `activity`: a page of its own in the activity bar. */
  readonly place: 'trace' | 'activity';
  /** Fills the main area; reads its run, selection, range and filters from the state. */
  readonly Component: LateView;
  /** What keys do while the view has the focus. */
  readonly keys?: ViewKeys;
}
