// Before packaging: builds leave the chunks of earlier ones, for commands that are still running, and none belongs in a package.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
