import type { Shape } from '../shape.ts';
import { contexts } from './contexts.ts';
import { events } from './events.ts';
import { iterators } from './iterators.ts';
import { libraries } from './libraries.ts';
import { promises } from './promises.ts';
import { servers } from './servers.ts';
import { streamShapes } from './streams.ts';
import { system } from './system.ts';
import { timers } from './timers.ts';

export const SHAPES: readonly Shape[] = [
  ...timers,
  ...promises,
  ...iterators,
  ...events,
  ...streamShapes,
  ...system,
  ...libraries,
  ...contexts,
  ...servers,
];
