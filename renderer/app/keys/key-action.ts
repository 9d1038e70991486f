/** Something a key does in one view, while the view has the focus. */
export interface ViewAction<Id extends string = string> {
  /** Unique in the view. */
  readonly id: Id;
  readonly title: string;
  /** As `matchesShortcut` reads them; the person may choose others. */
  readonly keys: readonly string[];
}

/** What can be done in a view without a button. */
export interface ViewKeys<Id extends string = string> {
  readonly actions: readonly ViewAction<Id>[];
  /** What the pointer does, and keys that follow from the kind of control (arrows in a tree); they stay as they are. */
  readonly gestures: readonly { readonly keys: string; readonly title: string }[];
}

/** An action whose keys can be chosen. */
export interface KeyAction {
  /** `run.start` for a command, `timeline.zoom-in` for an action of a view. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly keys: readonly string[];
  /** The view that must have the focus; `null`: it works everywhere. */
  readonly view: string | null;
}
