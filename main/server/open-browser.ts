import { spawn } from 'node:child_process';

/** Asks the desktop to open a page. Does nothing where there is no desktop; whether it worked cannot be known. */
export function openBrowser(url: string): void {
  const opener = openerFor(process.platform, process.env);
  if (opener === null) return;
  const [file, ...args] = opener;
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true });
  // The address is printed as well, so a missing opener is no failure.
  child.on('error', () => {});
  child.unref();
}

function openerFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['explorer.exe'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}
