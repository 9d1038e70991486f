import {
  type BoxColours,
  FLAME_ROW_HEIGHT,
  type FlameLayout,
  slotOf,
  type TextFit,
  type Viewport,
  xAt,
} from '../../canvas/index.ts';
import { type FunctionNames, nameOfCode } from './function-names.ts';

export interface SvgScene {
  readonly layout: FlameLayout;
  readonly view: Viewport;
  readonly names: FunctionNames;
  readonly colours: BoxColours;
  readonly background: string;
  readonly fontFamily: string;
  readonly fontPx: number;
  readonly fit: TextFit;
  /** A line about a row, shown where the pointer rests. */
  readonly about: (row: number) => string;
}

const NARROWEST_PX = 0.2;
const PADDING = 4;

/** The part of a flame graph that the viewport shows, at its whole height, as a picture that any browser opens and searches. */
export function flameSvg(scene: SvgScene): string {
  const { layout, view, names, colours, fit } = scene;
  const { start, end, function: fn, slots } = layout.boxes;
  const height = layout.lanes * FLAME_ROW_HEIGHT;
  const lines: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${view.widthPx}" height="${height}" ` +
      `viewBox="0 0 ${view.widthPx} ${height}" font-family="${escaped(scene.fontFamily)}" font-size="${scene.fontPx}">`,
    `<rect width="100%" height="100%" fill="${scene.background}"/>`,
  ];
  for (let box = 0; box < layout.boxes.length; box++) {
    const left = Math.max(0, xAt(view, start[box] as number));
    const right = Math.min(view.widthPx, xAt(view, end[box] as number));
    if (right - left < NARROWEST_PX) continue;
    const row = layout.row[box] as number;
    const top = (layout.lane[row] as number) * FLAME_ROW_HEIGHT;
    const code = fn[box] as number;
    const slot = slots?.[box] ?? slotOf(colours, code, null);
    const width = right - left - (right - left > 3 ? 1 : 0);
    const title = escaped(scene.about(row));
    lines.push(
      `<g><title>${title}</title><rect x="${round(left)}" y="${top}" width="${round(width)}" ` +
        `height="${FLAME_ROW_HEIGHT - 1}" fill="${colours.fills[slot]}"/>`,
    );
    const label = fit.fit(nameOfCode(code, names), width - 2 * PADDING);
    if (label !== '') {
      const y = top + FLAME_ROW_HEIGHT / 2 + scene.fontPx * 0.35;
      lines.push(
        `<text x="${round(left + PADDING)}" y="${round(y)}" fill="${colours.inks[slot]}">${escaped(label)}</text>`,
      );
    }
    lines.push('</g>');
  }
  lines.push('</svg>', '');
  return lines.join('\n');
}

function round(px: number): number {
  return Math.round(px * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
