/**
 * Baselines that the person opened from a file of the browser's machine, by name. They live as long as the window: the state
 * holds names only, and the text of a large baseline is megabytes.
 */
const texts = new Map<string, string>();

/** Keeps a baseline's text and answers the name it is kept under. */
export function keepBaseline(name: string, text: string): string {
  texts.set(name, text);
  return name;
}

export function baselineText(name: string): string | undefined {
  return texts.get(name);
}
