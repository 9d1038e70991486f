export type ThemeName = 'light' | 'dark';

/**
 * The page behind the coloured bars, as theme.css has it; the contrast test reads both, so they cannot drift apart.
 */
export const pageColor: Readonly<Record<ThemeName, string>> = { light: '#ffffff', dark: '#16181c' };

/** Text on a module's colour: at least 4.5:1 on every colour of the palette, in both themes. */
export const textOnModule: Readonly<Record<ThemeName, string>> = { light: '#0b0d10', dark: '#0b0d10' };

// Red and amber mean errors and warnings, so the hues leave out 350-110 degrees of OKLCH. Lightness is the same for all, so
// no module looks more important than another; it is chosen so that a bar stands out from the page (3:1).
const firstHue = 118;
const lastHue = 345;
const hues = 16;
const lightness: Readonly<Record<ThemeName, number>> = { light: 0.655, dark: 0.7 };
const chromas: readonly number[] = [0.115, 0.05];

/** All colours of a theme, `#rrggbb`. */
export const palette: Readonly<Record<ThemeName, readonly string[]>> = {
  light: makePalette('light'),
  dark: makePalette('dark'),
};

/** Colour of a module, the same in every run and on every machine. `file` is relative to the project. */
export function moduleColor(file: string, theme: ThemeName): string {
  const colors = palette[theme];
  return colors[hash(file) % colors.length] as string;
}

function makePalette(theme: ThemeName): string[] {
  return chromas.flatMap((chroma) =>
    Array.from({ length: hues }, (_, step) =>
      oklchToHex(lightness[theme], chroma, firstHue + (step * (lastHue - firstHue)) / (hues - 1)),
    ),
  );
}

/**
 * Colours of a change, from much less over none to much more: blue to grey to orange, which those who cannot tell red from green
 * can tell apart. Text of `textOnModule` is readable on all of them.
 */
export function changeColors(theme: ThemeName, steps: number): readonly string[] {
  const middle = (steps - 1) / 2;
  return Array.from({ length: steps }, (_, step) => {
    const share = (step - middle) / middle;
    return oklchToHex(
      lightness[theme] + 0.06 * (1 - Math.abs(share)),
      0.15 * Math.abs(share),
      share < 0 ? 250 : 60,
    );
  });
}

/** FNV-1a over UTF-16 units, then mixed, because the lowest bits choose the colour. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  return h >>> 0;
}

/** OKLCH to sRGB, after Bjorn Ottosson, https://bottosson.github.io/posts/oklab/; out-of-gamut channels are clipped. */
function oklchToHex(l: number, chroma: number, hueDegrees: number): string {
  const a = chroma * Math.cos((hueDegrees * Math.PI) / 180);
  const b = chroma * Math.sin((hueDegrees * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  return `#${linear.map((x) => channel(x).toString(16).padStart(2, '0')).join('')}`;
}

function channel(linear: number): number {
  const x = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
}
