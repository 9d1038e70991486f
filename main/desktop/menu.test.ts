import { readdirSync, readFileSync } from 'node:fs';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const { installed } = vi.hoisted(() => ({ installed: [] as MenuItemConstructorOptions[] }));
vi.mock('electron', () => ({
  Menu: {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
    setApplicationMenu: (template: MenuItemConstructorOptions[]) =>
      installed.splice(0, Infinity, ...template),
  },
}));
const { installMenu } = await import('./menu.ts');

/** The commands of the app as text: main may not import the renderer. */
function knownCommands(): string {
  const folder = new URL('../../renderer/app/commands/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const views = readFileSync(new URL('../../renderer/state/location.ts', import.meta.url), 'utf8');
  const viewIds = [...views.matchAll(/^ {2}'(\w+)',$/gm)].map(([, id]) => `id: 'view.${id}'`);
  return [...sources.map((name) => readFileSync(new URL(name, folder), 'utf8')), ...viewIds].join('\n');
}

function commands(): MenuItemConstructorOptions[] {
  return installed.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : [])).filter(({ id }) => id);
}

describe.each([true, false])('the application menu (on a Mac: %s)', (isMac) => {
  const sent: unknown[] = [];
  const window = {
    webContents: { send: (...args: unknown[]) => sent.push(args) },
  } as unknown as BrowserWindow;
  let current: BrowserWindow | null = window;

  beforeEach(() => {
    sent.length = 0;
    current = window;
    installMenu(() => current, isMac);
  });

  test('sends only commands that the app has', () => {
    const known = knownCommands();
    expect(commands().length).toBeGreaterThan(5);
    for (const { id } of commands()) expect(known, id).toContain(`id: '${id}'`);
  });

  test('gives every accelerator once', () => {
    const accelerators = commands().flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  test('sends a command to the window, and nothing when there is none', () => {
    const [first] = commands();
    const click = first?.click as () => void;
    click();
    expect(sent).toEqual([['callscape.menu-command', first?.id]]);
    current = null;
    click();
    expect(sent).toHaveLength(1);
  });
});
