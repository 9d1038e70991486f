import { protocol, type Session } from 'electron';
import { PageFiles } from '../page-files.ts';
import { securityHeaders } from '../page-security.ts';

const scheme = 'callscape';
/** What the window shows; no other page has this origin, and no file of the disk can be reached through it. */
export const appOrigin = `${scheme}://app`;

/** Must be called before the app is ready. A standard, secure scheme gives the page an origin of its own. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer, an absolute folder, to the session's pages. */
export function serveApp(session: Session, rendererDir: string): void {
  const files = new PageFiles(rendererDir, 'desktop.html');
  session.protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const isOurs = url.host === new URL(appOrigin).host && request.method === 'GET';
    const file = isOurs ? await files.read(url.pathname) : null;
    const headers = { ...securityHeaders(), 'cache-control': 'no-store' };
    if (file === null) return new Response('There is no such page.', { status: 404, headers });
    return new Response(file.body, { headers: { ...headers, 'content-type': file.contentType } });
  });
}

/** Whether an address is a page of the app itself. */
export function isAppUrl(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === appOrigin;
}
