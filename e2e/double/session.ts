import type * as Electron from 'electron';
import type { Route } from 'playwright-core';

type Handler = Parameters<Electron.Protocol['handle']>[1];

const standardSchemes = new Set<string>();
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) if (privileges?.standard) standardSchemes.add(scheme);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>;

/** The default session; what it is told about permissions is heard and not enforced. */
const defaultSession = {
  protocol: {
    handle(scheme: string, handler: Handler): void {
      if (!standardSchemes.has(scheme)) throw new Error(`the double serves no scheme like ${scheme}`);
      handlers.set(scheme, handler);
    },
  } satisfies Pick<Electron.Protocol, 'handle'>,
  setPermissionRequestHandler(): void {},
  setPermissionCheckHandler(): void {},
  setDevicePermissionHandler(): void {},
} satisfies Pick<
  Electron.Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
> & { protocol: object };

export const session = { defaultSession };

/**
 * Chromium does not know the app's scheme, so a page of `scheme://host/` is shown as `https://host.scheme.invalid/`: an
 * origin of its own too, secure, and one that leads nowhere.
 */
export function toShown(address: string): string {
  return address.replace(/^([\w-]+):\/\/([\w.-]+)/, (whole, scheme: string, host: string) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.invalid` : whole,
  );
}

/** The address as the desktop host knows it. */
export function fromShown(address: string): string {
  return address.replace(/^https:\/\/([\w.-]+)\.([\w-]+)\.invalid/, (whole, host: string, scheme: string) =>
    handlers.has(scheme) ? `${scheme}://${host}` : whole,
  );
}

/** Answers a request with the handler of its scheme; everything else is blocked, a double has no network. */
export async function answer(route: Route): Promise<void> {
  const request = route.request();
  const address = fromShown(request.url());
  const handler = handlers.get(address.split(':', 1)[0] ?? '');
  if (!handler) {
    await route.abort('blockedbyclient');
    return;
  }
  const response = await handler(new Request(address, { method: request.method() }));
  const body = Buffer.from(await response.arrayBuffer());
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
}
