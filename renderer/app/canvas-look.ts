import { useMemo } from 'react';
import type { FunctionTable } from '#contract';
import { type BoxColours, boxColours, type CanvasTheme } from '../canvas/index.ts';
import { changeColors, moduleColor, type ThemeName, textOnModule } from './palette.ts';
import { useThemeName } from './theme.ts';

/** The style sheet's variables as a canvas needs them; read again when the theme changes. */
export function useCanvasTheme(): CanvasTheme {
  const name = useThemeName();
  return useMemo(() => readTheme(name), [name]);
}

/** Colours of every function by its module; the same object while neither the theme nor the files change. */
export function useBoxColours(functions: FunctionTable, theme: CanvasTheme): BoxColours {
  const name = useThemeName();
  const { file, files } = functions;
  return useMemo(
    () =>
      boxColours(file, files, (path) => ({ fill: moduleColor(path, name), ink: textOnModule[name] }), theme),
    [file, files, name, theme],
  );
}

/** Colours of boxes that have their slot from 1 to `steps` by how much they changed, `null` where they are by module. */
export function useChangeColours(steps: number | null, theme: CanvasTheme): BoxColours | null {
  const name = useThemeName();
  return useMemo(() => {
    if (steps === null) return null;
    return {
      ...{ slots: new Uint8Array(), fileSlots: new Uint8Array() },
      fills: [theme.faded, ...changeColors(name, steps)],
      inks: [theme.mutedText, ...new Array<string>(steps).fill(textOnModule[name])],
    };
  }, [steps, name, theme]);
}

/** `name` is what the variables are read for: `data-theme` follows it before anything renders. */
function readTheme(name: ThemeName): CanvasTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string) => style.getPropertyValue(variable).trim();
  return {
    background: read('--bg'),
    band: read('--bg-panel'),
    grid: name === 'dark' ? read('--bg-raised') : read('--bg-hover'),
    text: read('--fg'),
    mutedText: read('--fg-muted'),
    accent: read('--accent'),
    error: read('--error'),
    warning: read('--warning'),
    faded: read('--bg-active'),
    font: `11px ${read('--font-ui')}`,
  };
}
