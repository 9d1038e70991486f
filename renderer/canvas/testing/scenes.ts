import type { BoxColours, CanvasTheme } from '../colours.ts';
import type { BoxLook } from '../paint-spans.ts';
import { createTextFit } from '../text-fit.ts';

/** Letters for colours: blank background, A B C ... for functions a b c ..., X error, W warning, F faded, T text, = a band, : a grid line. */
export const letters: CanvasTheme = {
  background: ' ',
  band: '=',
  grid: ' ',
  text: 'T',
  mutedText: 'M',
  accent: '*',
  error: 'X',
  warning: 'W',
  faded: 'F',
  font: '10px letters',
};

export const letterColours: BoxColours = {
  slots: Uint8Array.from({ length: 26 }, (_, fn) => fn + 1),
  fileSlots: new Uint8Array(),
  fills: ['F', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  inks: new Array<string>(27).fill('T'),
};

/** Letters of text are 3 px wide, as the cells of the drawings are. */
export const letterFit = createTextFit((text) => 3 * text.length);

/** Without names, so that only boxes are drawn. */
export function letterLook(
  widthPx: number,
  heightPx: number,
  view: { startNs?: number; nsPerPx: number },
): BoxLook {
  return {
    view: { startNs: view.startNs ?? 0, nsPerPx: view.nsPerPx, widthPx },
    size: { widthPx, heightPx, pixelRatio: 1 },
    colours: letterColours,
    theme: letters,
    names: [],
    otherName: () => '',
    matches: null,
  };
}
