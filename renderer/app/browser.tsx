import { createBrowserHost, takeToken } from './browser-host.ts';
import { mountApp } from './mount.tsx';

mountApp(createBrowserHost(takeToken()), document.getElementById('app') as HTMLElement);
