import {
  type BoxColours,
  type CanvasTheme,
  createTextFit,
  FLAME_ROW_HEIGHT,
  type FlameLayout,
  FlamePainter,
  fitSurface,
  type Viewport,
} from '../../canvas/index.ts';
import { saveFile } from '../../widgets/save-file.ts';
import { flameSvg } from './flame-svg.ts';
import { type FunctionNames, nameOfCode } from './function-names.ts';

interface Shown {
  readonly layout: FlameLayout;
  readonly view: Viewport;
  readonly names: FunctionNames;
  readonly colours: BoxColours;
  readonly theme: CanvasTheme;
  readonly about: (row: number) => string;
}

/** What browsers let a canvas be high at most, with room to spare; device pixels. */
const HIGHEST_PX = 16_000;

/** Saves what is shown, at its whole height. */
export async function saveGraph(format: 'svg' | 'png', name: string, shown: Shown): Promise<void> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This window cannot paint: no 2D canvas context');
  const { theme, layout, view, names } = shown;
  const fit = createTextFit((text) => {
    context.font = theme.font;
    return context.measureText(text).width;
  });
  if (format === 'svg') {
    const [, size = '11', family = 'sans-serif'] = /^([\d.]+)px (.*)$/.exec(theme.font) ?? [];
    const font = { fontFamily: family, fontPx: Number(size) };
    const svg = flameSvg({ ...shown, ...font, background: theme.background, fit });
    saveFile(`${name}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
    return;
  }
  const heightPx = layout.lanes * FLAME_ROW_HEIGHT;
  const pixelRatio = Math.min(2, HIGHEST_PX / heightPx);
  const size = { widthPx: view.widthPx, heightPx, pixelRatio };
  fitSurface(canvas, context, size);
  new FlamePainter(fit).paint(context, {
    ...{ layout, view, size, theme, colours: shown.colours, matches: null, scrollTop: 0 },
    ...{ names: names.name, otherName: (code) => nameOfCode(code, names) },
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large for this browser. Zoom in and try again.');
  saveFile(`${name}.png`, blob);
}
