import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Gate } from './gate.ts';
import { sendText } from './send-text.ts';

/** Where a browser sends a file that its person picked, and asks for a place to save to. */
export const uploadPath = '/files';
export const savePath = '/saves';

/**
 * Files on their way between a browser and the engine, which knows files by their paths only. What a browser sends is
 * written to a folder of this server's own; what the engine saved there is downloaded once. All of it goes with the server.
 */
export class Transfers {
  readonly #gate: Gate;
  #folder: string | null = null;
  /** Tickets whose file was not asked for yet. */
  readonly #saves = new Set<string>();

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  /** Whether a request is for here. */
  handles(path: string): boolean {
    return path === uploadPath || path === savePath || path.startsWith(`${savePath}/`);
  }

  /** Rejects when the disk fails or the other end hangs up; the caller answers with an error then. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'GET') return this.#download(url.pathname, response);
    if (request.method !== 'POST') {
      response.setHeader('allow', 'GET, POST');
      return sendText(response, 405, 'Only GET and POST are understood here.');
    }
    const refusal = this.#gate.checkOrigin(request) ?? this.#gate.checkBearer(request);
    if (refusal !== null) return sendText(response, 403, refusal);
    const name = url.searchParams.get('name') ?? '';
    // The name is shown and kept, the folder above it is ours: it must not lead out of it.
    if (!/^[^/\\\0]{1,255}$/.test(name) || /^\.+$/.test(name))
      return sendText(response, 400, 'A file needs a plain name of at most 255 characters.');
    const ticket = randomBytes(24).toString('base64url');
    const folder = join(this.#root(), ticket);
    await mkdir(folder, { mode: 0o700 });
    const file = join(folder, name);
    if (url.pathname === savePath) this.#saves.add(ticket);
    if (url.pathname === uploadPath) {
      const problem = await this.#receive(request, file, folder);
      if (problem !== null) return sendText(response, 507, problem);
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ file, download: `${savePath}/${ticket}/${encodeURIComponent(name)}` }));
  }

  dispose(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  /** Why the file could not be kept; `null` when it was. One that came in half is no file. Rejects when the browser hung up. */
  async #receive(request: IncomingMessage, file: string, folder: string): Promise<string | null> {
    try {
      await pipeline(request, createWriteStream(file, { mode: 0o600 }));
      return null;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      return `The file cannot be kept in ${this.#root()} (${code}). Make room on that disk and try again.`;
    }
  }

  /**
   * The ticket in the path is the right to the file: a browser saves what it navigates to, and cannot send a token with
   * that. It is as long as a token, given to who has one, and good for one download.
   */
  async #download(path: string, response: ServerResponse): Promise<void> {
    const [, , ticket = '', encoded = ''] = path.split('/');
    const folder = join(this.#root(), ticket);
    const name = decodeName(encoded);
    const found =
      this.#saves.has(ticket) && name !== null ? await stat(join(folder, name)).catch(() => null) : null;
    if (!found?.isFile() || name === null || !this.#saves.delete(ticket))
      return sendText(response, 404, 'There is no such file, or it was downloaded already.');
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': found.size,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    await pipeline(createReadStream(join(folder, name)), response);
    await rm(folder, { recursive: true, force: true });
  }

  #root(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'callscape-files-'));
    return this.#folder;
  }
}

function decodeName(encoded: string): string | null {
  try {
    const name = decodeURIComponent(encoded);
    return name !== '' && basename(name) === name && !/^\.+$/.test(name) ? name : null;
  } catch {
    return null;
  }
}
