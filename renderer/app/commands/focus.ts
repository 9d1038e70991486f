/** Frames in which a panel is there, its code fetched. */
const PATIENCE = 120;

/** Gives the focus to what a command has just asked for, so that a person can type at once; it may have to be drawn first. */
export function focusWhenThere(selector: string, frames = PATIENCE): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element !== null) element.focus();
  else if (frames > 0) requestAnimationFrame(() => focusWhenThere(selector, frames - 1));
}
