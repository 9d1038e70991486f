import { useApp } from '../state/index.ts';
import { createDesktopHost } from './desktop-host.ts';
import { mountApp } from './mount.tsx';

const bridge = window.callscape;
if (!bridge) throw new Error('This page belongs into the desktop window; its bridge is missing.');

mountApp(createDesktopHost(bridge), document.getElementById('app') as HTMLElement);

// The window's native parts follow the person's choice of theme.
bridge.showTheme(useApp.getState().layout.theme);
useApp.subscribe((state, previous) => {
  if (state.layout.theme !== previous.layout.theme) bridge.showTheme(state.layout.theme);
});
