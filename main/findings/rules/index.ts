import type { Rule } from '../rule.ts';
import { rule as brokenFunction } from './broken-function.ts';
import { rule as circularDependency } from './circular-dependency.ts';
import { rule as codeStyle } from './code-style.ts';
import { rule as deadCode } from './dead-code.ts';
import { rule as disconnectedModule } from './disconnected-module.ts';
import { rule as hiddenWarning } from './hidden-warning.ts';
import { rule as highVariance } from './high-variance.ts';
import { rule as hotSpot } from './hot-spot.ts';
import { rule as listenerLeak } from './listener-leak.ts';
import { rule as memoryGrowth } from './memory-growth.ts';
import { rule as memoryPerCall } from './memory-per-call.ts';
import { rule as missingDocumentation } from './missing-documentation.ts';
import { rule as missingImport } from './missing-import.ts';
import { rule as mutableDefault } from './mutable-default.ts';
import { rule as nPlusOne } from './n-plus-one.ts';
import { rule as neverCalled } from './never-called.ts';
import { rule as neverGiven } from './never-given.ts';
import { rule as neverTaken } from './never-taken.ts';
import { rule as notInSource } from './not-in-source.ts';
import { rule as repeatedCalls } from './repeated-calls.ts';
import { rule as sequentialAwaits } from './sequential-awaits.ts';
import { rule as slowFunction } from './slow-function.ts';
import { rule as slowerThanBefore } from './slower-than-before.ts';
import { rule as swallowedError } from './swallowed-error.ts';
import { rule as syncIoInRequest } from './sync-io-in-request.ts';
import { rule as timerLeak } from './timer-leak.ts';
import { rule as typeOnlyCycle } from './type-only-cycle.ts';
import { rule as undeclaredPackage } from './undeclared-package.ts';
import { rule as unhandledEdge } from './unhandled-edge.ts';
import { rule as unusedExport } from './unused-export.ts';
import { rule as unusedPackage } from './unused-package.ts';
import { rule as waitingTime } from './waiting-time.ts';

/** Every rule. A new one is a file here, a line below and a page in docs/rules. */
export const rules: readonly Rule[] = [
  brokenFunction,
  circularDependency,
  codeStyle,
  deadCode,
  disconnectedModule,
  hiddenWarning,
  highVariance,
  hotSpot,
  listenerLeak,
  memoryGrowth,
  memoryPerCall,
  missingDocumentation,
  missingImport,
  mutableDefault,
  nPlusOne,
  neverCalled,
  neverGiven,
  neverTaken,
  notInSource,
  repeatedCalls,
  sequentialAwaits,
  slowFunction,
  slowerThanBefore,
  swallowedError,
  syncIoInRequest,
  timerLeak,
  typeOnlyCycle,
  undeclaredPackage,
  unhandledEdge,
  unusedExport,
  unusedPackage,
  waitingTime,
];
