import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { type AppUnderTest, goTo, type HostUnderTest, placeOf, watchPage } from './app.ts';
import { installation } from './installation.ts';

const packageDir = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

/** Electron's binary, when it was downloaded; loading the package would try to download it. */
function findElectron(): string | null {
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(packageDir, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

function whyMissing(): string | null {
  if (findElectron() === null) return "Electron's binary is not installed";
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return needsDisplay ? 'there is no display for Electron' : null;
}

export const electronHost: HostUnderTest = {
  name: 'electron',
  hasNativeDialogs: true,
  missing: whyMissing(),
  async start({ dataDir, folder }): Promise<AppUnderTest> {
    const app = await _electron.launch({
      executablePath: findElectron() as string,
      args: [installation, ...(folder === undefined ? [] : [folder])],
      env: { ...process.env, CALLSCAPE_DATA_DIR: dataDir } as Record<string, string>,
    });
    let log = '';
    for (const stream of [app.process().stdout, app.process().stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
    }
    const page = await app.firstWindow();
    return {
      page,
      origin: 'callscape://app',
      problems: watchPage(page),
      log: () => log,
      openProject: (dir) => goTo(page, placeOf(dir)),
      answerDialog: (path) => answerNextDialog(app, path),
      loseEngine: () => killEngine(app),
      dispose: () => app.close(),
    };
  },
};

/** Replaces both dialogs until they were asked once. */
function answerNextDialog(app: ElectronApplication, path: string | null): Promise<void> {
  return app.evaluate(({ dialog }, answer) => {
    const { showOpenDialog, showSaveDialog } = dialog;
    const restore = () => Object.assign(dialog, { showOpenDialog, showSaveDialog });
    Object.assign(dialog, {
      showOpenDialog: async () => {
        restore();
        return { canceled: answer === null, filePaths: answer === null ? [] : [answer] };
      },
      showSaveDialog: async () => {
        restore();
        return { canceled: answer === null, filePath: answer ?? '' };
      },
    });
  }, path);
}

function killEngine(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ app: electron }) => {
    const engine = electron.getAppMetrics().find(({ name }) => name === 'Callscape engine');
    if (!engine) throw new Error('no engine runs');
    process.kill(engine.pid, 'SIGKILL');
  });
}
