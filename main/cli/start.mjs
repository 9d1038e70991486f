/** `npm start`: the desktop app where Electron is installed and a screen is there, else the same app in a browser. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, pinnedNode, replaceWith, root } from './bootstrap.mjs';

/** The binary that Electron's install script downloads; it may not be there, and is not waited for. */
function electronBinary() {
  const electron = join(root, 'node_modules', 'electron');
  const pathFile = join(electron, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(electron, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

function reasonAgainstWindow(binary) {
  if (binary === null) return 'the Electron binary is not installed';
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  return process.getuid?.() === 0 ? 'Electron does not run as root' : null;
}

const args = process.argv.slice(2);
ensureBuilt(['engine', 'renderer']);
const binary = electronBinary();
const reason = reasonAgainstWindow(binary);
if (reason === null) {
  replaceWith(binary, [root, ...args]);
} else {
  process.stderr.write(`callscape: opening in the browser, because ${reason}.\n`);
  replaceWith(pinnedNode(), [join(root, 'dist', 'main', 'serve.mjs'), ...args]);
}
