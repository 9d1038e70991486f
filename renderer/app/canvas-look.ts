import { useMemo } from 'react';
import type { FunctionTable } from '#contract';
import { type BoxColours, boxColours, type CanvasTheme } from '../canvas/index.ts';
import { moduleColor, type ThemeName, textOnModule } from './palette.ts';
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
    faded: read('--bg-active'),
    font: `11px ${read('--font-ui')}`,
  };
}
