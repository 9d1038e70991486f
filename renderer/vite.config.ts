import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** One page per host; they differ only in the composition root their script loads. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses: the desktop serves the page from its own scheme, the browser host from `/`.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        browser: `${import.meta.dirname}/browser.html`,
        desktop: `${import.meta.dirname}/desktop.html`,
      },
    },
  },
});
