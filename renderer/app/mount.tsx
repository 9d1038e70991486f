import './theme.css';
import './base.css';
import { createRoot } from 'react-dom/client';
import { type Disposable, DisposableStore, type Host } from '#contract';
import { createWorkbench, WorkbenchProvider } from '../data/index.ts';
import { followAddress, rememberWorkbench } from '../state/index.ts';
import { App } from './App.tsx';
import { preloadViews } from './preload-views.ts';
import { followTheme } from './theme.ts';

/** Starts the app in an element of a page. The host says how to reach the engine and what else its window can do. */
export function mountApp(host: Host, element: HTMLElement): Disposable {
  const held = new DisposableStore();
  held.add(rememberWorkbench());
  held.add(followTheme());
  held.add(followAddress());
  const workbench = held.add(createWorkbench(host));
  const root = createRoot(element);
  held.add({ dispose: () => root.unmount() });
  root.render(
    <WorkbenchProvider value={workbench}>
      <App />
    </WorkbenchProvider>,
  );
  held.add(preloadViews());
  return held;
}
