import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LocalRegistry extends AsyncDisposable {
  /** With a slash at its end. */
  readonly url: string;
}

/** A registry on this machine that has version 1.2.3 of packages that hold nothing, for package managers that ask one. */
export async function openLocalRegistry(...names: readonly string[]): Promise<LocalRegistry> {
  const archives = new Map(names.map((name) => [name, packed(name)]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    const archive = archives.get(path.replace(/-1\.2\.3\.tgz$/, ''));
    if (archive === undefined) response.writeHead(404).end('{}');
    else if (path.endsWith('.tgz')) response.end(archive);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(about(path, archive)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  function about(name: string, archive: Uint8Array) {
    const hash = (kind: string) => createHash(kind).update(archive);
    const dist = {
      tarball: `${url}${name}-1.2.3.tgz`,
      shasum: hash('sha1').digest('hex'),
      integrity: `sha512-${hash('sha512').digest('base64')}`,
    };
    const version = { name, version: '1.2.3', dist };
    const time = { '1.2.3': '2020-01-01T00:00:00.000Z' };
    return { name, 'dist-tags': { latest: '1.2.3' }, versions: { '1.2.3': version }, time };
  }

  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function packed(name: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'callscape-pack-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
    const answer = execFileSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8' });
    return readFileSync(join(folder, answer.trim()));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
