import { vi } from 'vitest';

/** Waits until a check passes, as long as a machine busy with other things may need. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000 });
}
