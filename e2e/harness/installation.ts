import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This repository, built; or the installed package that `CALLSCAPE_ROOT` names. */
export const installation =
  process.env.CALLSCAPE_ROOT ?? fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** The sample projects that come with it. */
export const samples = join(installation, 'assets', 'samples');
