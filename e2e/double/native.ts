import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** What a person would do with the native parts: set by a test before the app asks. */
export const person = {
  /** The next dialogs' outcomes, absolute paths; `null` cancels. With none left a dialog is cancelled. */
  dialogAnswers: [] as (string | null)[],
  /** Links that were handed to the person's browser. */
  openedLinks: [] as string[],
  prefersDark: false,
};

function nextAnswer(): string | null {
  return person.dialogAnswers.shift() ?? null;
}

export const dialog = {
  async showOpenDialog(): Promise<Electron.OpenDialogReturnValue> {
    const path = nextAnswer();
    return { canceled: path === null, filePaths: path === null ? [] : [path] };
  },
  async showSaveDialog(): Promise<Electron.SaveDialogReturnValue> {
    const path = nextAnswer();
    return { canceled: path === null, filePath: path ?? '' };
  },
} satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog'>;

export const shell = {
  async openExternal(url: string): Promise<void> {
    person.openedLinks.push(url);
  },
} satisfies Pick<Electron.Shell, 'openExternal'>;

class NativeTheme
  extends EventEmitter
  implements Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>
{
  #source: Electron.NativeTheme['themeSource'] = 'system';

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? person.prefersDark : this.#source === 'dark';
  }
}

export const nativeTheme = new NativeTheme();

export const screen = {
  getAllDisplays: (): Pick<Electron.Display, 'workArea'>[] => [
    { workArea: { x: 0, y: 0, width: 1920, height: 1200 } },
  ],
};

type Template = Electron.MenuItemConstructorOptions;

/** A menu is its template; a click calls what the template says. */
class DoubleMenu {
  static current: DoubleMenu | null = null;
  readonly items: readonly Template[];

  constructor(items: readonly Template[]) {
    this.items = items;
  }

  /** Every item that can be clicked, also in submenus. */
  all(): Template[] {
    return this.items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])]);
  }
}

export const Menu = {
  buildFromTemplate: (template: Template[]): DoubleMenu => new DoubleMenu(template),
  setApplicationMenu(menu: DoubleMenu | null): void {
    DoubleMenu.current = menu;
  },
};

/** Clicks the item of the application menu with this id. */
export function clickMenu(id: string): void {
  const item = DoubleMenu.current?.all().find((candidate) => candidate.id === id);
  if (!item?.click) throw new Error(`the menu has nothing to click with the id ${id}`);
  (item.click as () => void)();
}
