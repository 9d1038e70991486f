import type { Fixer } from '../fixer.ts';
import { brokenFunction } from './broken-function.ts';
import { circularDependency } from './circular-dependency.ts';
import { codeStyle } from './code-style.ts';
import { deadCode } from './dead-code.ts';
import { disconnectedModule } from './disconnected-module.ts';
import { hiddenWarning } from './hidden-warning.ts';
import { listenerLeak, timerLeak } from './leaks.ts';
import { missingDocumentation } from './missing-documentation.ts';
import { missingImport } from './missing-import.ts';
import { mutableDefault } from './mutable-default.ts';
import { nPlusOne } from './n-plus-one.ts';
import { neverGiven } from './never-given.ts';
import { neverTaken } from './never-taken.ts';
import { recipeFixers } from './recipes.ts';
import { repeatedCalls } from './repeated-calls.ts';
import { sequentialAwaits } from './sequential-awaits.ts';
import { syncIo } from './sync-io.ts';
import { undeclaredPackage } from './undeclared-package.ts';
import { unusedExport } from './unused-export.ts';
import { unusedPackage } from './unused-package.ts';

/** Every fixer. A new one is a file here and a line below. */
export const fixers: readonly Fixer[] = [
  brokenFunction,
  missingImport,
  undeclaredPackage,
  circularDependency,
  sequentialAwaits,
  nPlusOne,
  repeatedCalls,
  syncIo,
  timerLeak,
  listenerLeak,
  hiddenWarning,
  mutableDefault,
  disconnectedModule,
  deadCode,
  unusedExport,
  unusedPackage,
  neverGiven,
  neverTaken,
  missingDocumentation,
  codeStyle,
  ...recipeFixers,
];
