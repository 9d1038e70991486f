import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How to start the Chromium of the tests. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const cacheDir = fileURLToPath(new URL('../../.cache', import.meta.url));
const packageDir = fileURLToPath(new URL('../../node_modules/@sparticuz/chromium', import.meta.url));

/** Where Chrome is installed on machines that npm has none for. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
];

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The Chromium that came with `npm ci`, unpacked once; or the one `CALLSCAPE_CHROMIUM` names. Where the machine lacks the
 * libraries and fonts of a desktop, those in the package are used.
 */
export async function findChromium(): Promise<Chromium> {
  const own = process.env.CALLSCAPE_CHROMIUM;
  if (own) return { executablePath: own, args, env: process.env };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const installed = usualPlaces.find((path) => existsSync(path));
    if (installed) return { executablePath: installed, args, env: process.env };
    throw new Error(
      'Set CALLSCAPE_CHROMIUM to the path of a Chromium or Chrome; npm has one for Linux on x64 only.',
    );
  }
  const dir = await unpacked();
  const executablePath = join(dir, 'chromium');
  const env = { ...process.env };
  const hasFonts = existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts');
  if (!hasFonts) env.FONTCONFIG_FILE = writeFontConfig(dir);
  if (!starts(executablePath, env)) {
    const libraries = join(dir, 'al2023', 'lib');
    env.LD_LIBRARY_PATH = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  return { executablePath, args, env };
}

/** The package's own configuration looks for the fonts in fixed places. */
function writeFontConfig(dir: string): string {
  const file = join(dir, 'fonts.conf');
  const [fonts, cache] = [join(dir, 'fonts'), join(dir, 'fonts-cache')];
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  );
  return file;
}

/** A missing library makes the loader end the program with status 127. */
function starts(executablePath: string, env: NodeJS.ProcessEnv): boolean {
  return spawnSync(executablePath, ['--version', '--no-sandbox'], { env }).status === 0;
}

/** Unpacks into a folder named by the version, whole or not at all, so that parallel test runs do not see half of it. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const dir = join(cacheDir, `chromium-${version}`);
  if (existsSync(dir)) return dir;
  const draft = `${dir}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  await inTempDir(draft, async () => {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await inflate(join(packageDir, 'bin', 'al2023.tar.br'));
  });
  try {
    renameSync(draft, dir);
  } catch {
    // Another run was faster; its copy is as good.
    rmSync(draft, { recursive: true });
  }
  return dir;
}

/** The package unpacks into the system's folder for temporary files, wherever that is at the moment. */
async function inTempDir(dir: string, work: () => Promise<void>): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = dir;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
