import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built renderer, ready to be sent. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Its name carries a hash of its content, so it may be kept for good. */
  readonly immutable: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The files of the built renderer, by the path that asks for them. What exists is listed from the disk and a request only
 * looks its path up, so that no spelling of a path leads out of the folder.
 */
export class PageFiles {
  readonly #root: string;
  readonly #index: string;
  #files: Map<string, string> | null = null;

  /** @param root absolute path of `dist/renderer`; @param index the page that `/` shows */
  constructor(root: string, index: 'browser.html' | 'desktop.html') {
    this.#root = root;
    this.#index = index;
  }

  /** `path` is the path of the address as it was sent, percent-encoding and all. `null`: there is no such file. */
  async read(path: string): Promise<PageFile | null> {
    const name = path === '/' ? `/${this.#index}` : decode(path);
    // A rebuild brings files with new names, so a miss is looked up once more.
    const known = this.#files?.get(name) ?? (await this.#list()).get(name);
    if (known === undefined) return null;
    const body = new Uint8Array(await readFile(known));
    const contentType = contentTypes[extname(known)] ?? 'application/octet-stream';
    return { body, contentType, immutable: name.startsWith('/assets/') };
  }

  async #list(): Promise<Map<string, string>> {
    const entries = await readdir(this.#root, { recursive: true, withFileTypes: true });
    const files = new Map<string, string>();
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      files.set(`/${relative(this.#root, file).split(sep).join('/')}`, file);
    }
    this.#files = files;
    return files;
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
