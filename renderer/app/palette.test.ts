import { describe, expect, it } from 'vitest';
import { changeColors, moduleColor, pageColor, palette, type ThemeName, textOnModule } from './palette.ts';
import css from './theme.css?raw';

/** Fixed once: a change would recolour every project. */
const expectedPlace = 12;
const themes: readonly ThemeName[] = ['light', 'dark'];

/** Relative luminance and contrast ratio of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const x = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
function token(theme: ThemeName, name: string): string {
  const block = css.split(`[data-theme="${theme}"]`)[1]?.split('}')[0] ?? '';
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)?.[1];
  if (!found) throw new Error(`theme.css has no --${name} in the ${theme} theme`);
  return found;
}

describe.each(themes)('the %s theme', (theme) => {
  it('has module colours that stand out from the page and carry text', () => {
    for (const color of palette[theme]) {
      expect(contrast(color, pageColor[theme])).toBeGreaterThanOrEqual(3);
      expect(contrast(color, textOnModule[theme])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has colours of a change that carry text and can be told apart', () => {
    const colors = changeColors(theme, 9);
    expect(new Set(colors).size).toBe(9);
    for (const color of colors) expect(contrast(color, textOnModule[theme])).toBeGreaterThanOrEqual(4.5);
  });

  it('has module colours of even lightness', () => {
    const all = palette[theme].map(luminance);
    expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.4);
  });

  it('has the page colour that the palette is made for', () => {
    expect(token(theme, 'bg')).toBe(pageColor[theme]);
  });

  it.each(['bg', 'bg-panel', 'bg-raised', 'bg-hover', 'bg-selected'])(
    'has readable text on %s',
    (surface) => {
      for (const text of ['fg', 'fg-muted']) {
        expect(contrast(token(theme, text), token(theme, surface))).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(['bg', 'bg-panel', 'bg-raised'])('has readable signal colours on %s', (surface) => {
    for (const text of [
      'accent',
      'error',
      'warning',
      'fg-faint',
      'value-string',
      'value-number',
      'value-keyword',
    ]) {
      expect(contrast(token(theme, text), token(theme, surface)), text).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token(theme, 'border-strong'), token(theme, surface))).toBeGreaterThanOrEqual(3);
  });

  it('has readable text on the accent, on errors and on warnings', () => {
    expect(contrast(token(theme, 'on-accent'), token(theme, 'accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token(theme, 'error'), token(theme, 'error-bg'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token(theme, 'warning'), token(theme, 'warning-bg'))).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the module palette', () => {
  it('gives a file the same place in both themes and on every machine', () => {
    for (const file of ['src/a.ts', 'src/b.ts', 'lib/deep/c.js']) {
      expect(palette.light.indexOf(moduleColor(file, 'light'))).toBe(
        palette.dark.indexOf(moduleColor(file, 'dark')),
      );
    }
    expect(palette.light.indexOf(moduleColor('src/index.ts', 'light'))).toBe(expectedPlace);
  });

  it('spreads similar names evenly', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 3200; i++) {
      const color = moduleColor(`src/module-${i}.ts`, 'light');
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
    expect(counts.size).toBe(palette.light.length);
    // 100 expected in each; 60-145 holds for a fair hash with a margin of more than four standard deviations.
    for (const n of counts.values()) expect(n).toBeGreaterThan(60);
    for (const n of counts.values()) expect(n).toBeLessThan(145);
  });

  it('has no colour twice', () => {
    for (const theme of themes) expect(new Set(palette[theme]).size).toBe(palette[theme].length);
  });
});
