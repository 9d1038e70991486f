import { readFileSync } from 'node:fs';
import type { TracerConfig } from '../format/index.ts';

export const TRACER_VERSION = '0.1.0';

/** The launcher's configuration, or undefined when there is none that can be used: the app then runs untraced. */
export function readConfig(path: string | undefined): TracerConfig | undefined {
  if (!path) return undefined;
  try {
    const config = JSON.parse(readFileSync(path, 'utf8')) as TracerConfig;
    return config.version === 1 && config.spoolDir && config.projectDir ? config : undefined;
  } catch {
    return undefined;
  }
}
