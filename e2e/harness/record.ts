import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppUnderTest } from './app.ts';
import { browserHost } from './browser.ts';
import { ChildOutput } from './child-output.ts';
import { temporaryFolder } from './folders.ts';
import { installation } from './installation.ts';

/** Records a command in a project as `callscape run` does, without a window; answers with the id of the run. */
export async function record(
  dataDir: string,
  project: string,
  name: string,
  command: readonly string[],
): Promise<string> {
  const args = [join(installation, 'dist', 'main', 'cli.mjs'), 'run', '--name', name, '--', ...command];
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, CALLSCAPE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [, run = ''] = await new ChildOutput(child).find(/callscape: recorded .* \((r\w+)\)/);
  await closed;
  return run;
}

/** The app in a browser over runs of one program, recorded before. */
export interface RecordedApp extends AppUnderTest {
  readonly project: string;
  /** Ids, in the order in which they were recorded. */
  readonly runs: readonly string[];
  /** Shows a view of the first run, or of another one; `query` as in `renderer/state/link.ts`. */
  show(view: string, query?: Readonly<Record<string, string>>, run?: string): Promise<void>;
  /** Records a run of another command, with lines for its `.env.tracing` beside those of the fixture; its id. */
  recordWith(settings: string, name: string, command: readonly string[]): Promise<string>;
}

/** Records a fixture of `specs/fixtures` once for each name and opens the app on it. `command`: what is run in it. */
export async function openRecorded(
  fixture: string,
  names: readonly string[],
  command: readonly string[] = [process.execPath, 'main.js'],
): Promise<RecordedApp> {
  const folder = temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const project = folder.copyProject(fileURLToPath(new URL(`../specs/fixtures/${fixture}`, import.meta.url)));
  const runs: string[] = [];
  for (const name of names) runs.push(await record(dataDir, project, name, command));
  const app = await browserHost.start({ dataDir });
  // Nothing is built or started any more: what takes longer than this is not coming.
  app.page.setDefaultTimeout(15_000);
  return {
    ...app,
    project,
    runs,
    async recordWith(settings, name, command) {
      appendFileSync(join(project, '.env.tracing'), `${settings}\n`);
      return record(dataDir, project, name, command);
    },
    async show(view, query = {}, run = runs[0]) {
      const place = `/p/${encodeURIComponent(project)}/r/${run}/${view}`;
      const text = new URLSearchParams(query).toString();
      // A new page: what was selected and typed before is gone.
      await app.page.goto('about:blank');
      await app.page.goto(`${app.origin}/#${place}${text ? `?${text}` : ''}`);
      await app.page.locator(`#tab-${view}[aria-selected=true]`).waitFor();
      const panel = app.page.getByRole('button', { name: 'Hide the panel' });
      if ((await panel.count()) > 0) await panel.click();
      await settled(app.page);
    },
    async dispose() {
      await app.dispose();
      folder.dispose();
    },
  };
}

/** What is on screen while an answer is waited for, or while it comes in parts. */
const waiting = '[aria-busy=true], [data-busy=true], [role=status][aria-label=Analysis] progress';

/** Waits until every question on screen is answered and painted. */
export async function settled(page: AppUnderTest['page']): Promise<void> {
  await page.evaluate(async (busy) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let quiet = 0; quiet < 3; ) {
      await frame();
      quiet = document.querySelector(busy) ? 0 : quiet + 1;
    }
  }, waiting);
}
