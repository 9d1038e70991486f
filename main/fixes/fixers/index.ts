import type { Fixer } from '../fixer.ts';
import { deadCode } from './dead-code.ts';
import { disconnectedModule } from './disconnected-module.ts';
import { missingImport } from './missing-import.ts';
import { sequentialAwaits } from './sequential-awaits.ts';
import { unusedExport } from './unused-export.ts';
import { unusedPackage } from './unused-package.ts';

/** Every fixer. A new one is a file here and a line below. */
export const fixers: readonly Fixer[] = [
  missingImport,
  sequentialAwaits,
  disconnectedModule,
  deadCode,
  unusedExport,
  unusedPackage,
];
