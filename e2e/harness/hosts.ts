import { describe } from 'vitest';
import type { HostUnderTest } from './app.ts';
import { browserHost } from './browser.ts';
import { doubleHost } from './desktop-double.ts';
import { electronHost } from './electron.ts';

export const hosts: readonly HostUnderTest[] = [browserHost, doubleHost, electronHost];

/** The same specs on every host; the output says which ran, and why one did not. */
export function describeOnHosts(title: string, specs: (host: HostUnderTest) => void): void {
  for (const host of hosts) {
    describe.skipIf(host.missing !== null)(`${title}, on ${host.name}${leftOut(host.missing ?? false)}`, () =>
      specs(host),
    );
  }
}

/** Said behind the name of a spec that is left out on a host. */
export const leftOut = (reason: string | false): string => (reason === false ? '' : ` (skipped: ${reason})`);
