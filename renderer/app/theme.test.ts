import { expect, it, vi } from 'vitest';

it('the theme that painters are told is the one whose variables are on the page, not one ahead of it', async () => {
  const system = { matches: true, tell: () => {} };
  const page = { dataset: { theme: '' } };
  vi.stubGlobal('document', { documentElement: page });
  vi.stubGlobal('window', {
    matchMedia: () => ({
      get matches() {
        return system.matches;
      },
      addEventListener: (_: string, tell: () => void) => Object.assign(system, { tell }),
      removeEventListener: () => {},
    }),
  });
  const { followTheme, themeOnScreen } = await import('./theme.ts');
  const following = followTheme();
  expect([page.dataset.theme, themeOnScreen()]).toEqual(['dark', 'dark']);
  // Something paints between the change and the word of it.
  system.matches = false;
  expect([page.dataset.theme, themeOnScreen()]).toEqual(['dark', 'dark']);
  system.tell();
  expect([page.dataset.theme, themeOnScreen()]).toEqual(['light', 'light']);
  following.dispose();
  vi.unstubAllGlobals();
});
