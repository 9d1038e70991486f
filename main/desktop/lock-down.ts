import { type App, type Session, shell, type WebContents } from 'electron';
import { isAppUrl } from './app-scheme.ts';

/** The only permission a page gets, once it shows the app: to copy text when the person asks for it. */
const granted = 'clipboard-sanitized-write';

/** Holds every page of the app, whoever opens it, to the app itself. */
export function lockDownContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => lockDown(contents));
}

function lockDown(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isHarmlessLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** A link that the person's browser may open: other schemes start programs, and credentials in a link deceive. */
export function isHarmlessLink(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

/** Denies the pages of a session whatever they ask for, but for writing text to the clipboard. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === granted && isAppUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler((contents, permission) => {
    return permission === granted && contents !== null && isAppUrl(contents.getURL());
  });
  session.setDevicePermissionHandler(() => false);
}
