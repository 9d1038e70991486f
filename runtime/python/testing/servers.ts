import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database that runs for a test. */
export interface TestServer {
  /** Arguments of the fixture that talks to it. */
  readonly place: readonly string[];
  readonly stop: () => Promise<void>;
}

const root = process.getuid?.() === 0;

/** The first of the programs that is here. */
export function findProgram(...paths: readonly string[]): string | undefined {
  const postgres = '/usr/lib/postgresql';
  const versions = existsSync(postgres) ? readdirSync(postgres).sort().reverse() : [];
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/sbin',
    '/usr/local/sbin',
    ...versions.map((version) => join(postgres, version, 'bin')),
  ];
  return paths.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The user ids of a system user, for servers that refuse to run as root. */
function idsOf(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Resolves when `isUp`; rejects with what the server said when it ends before. */
async function up(child: ChildProcess, isUp: () => boolean): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  while (!isUp()) {
    if (child.exitCode !== null) throw new Error(`The server has ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function stopping(child: ChildProcess, folder: string, signal: NodeJS.Signals): () => Promise<void> {
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'callscape-server-'));

/** `place`: host, port, user. */
export async function startPostgres(): Promise<TestServer> {
  const server = findProgram('postgres') as string;
  const folder = newFolder();
  const ids = root ? idsOf('postgres') : undefined;
  if (ids) chownSync(folder, ids.uid, ids.gid);
  const data = join(folder, 'data');
  const init = spawnSync(
    findProgram('initdb') as string,
    ['-D', data, '-A', 'trust', '-U', 'tester', '--no-sync'],
    {
      encoding: 'utf8',
      cwd: folder,
      ...ids,
    },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const child = spawn(server, options, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...ids });
  const isReady = findProgram('pg_isready') as string;
  await up(child, () => spawnSync(isReady, ['-h', '127.0.0.1', '-p', String(port)]).status === 0);
  return { place: ['127.0.0.1', String(port), 'tester'], stop: stopping(child, folder, 'SIGINT') };
}

/** `place`: path of the socket, user. */
export async function startMariadb(): Promise<TestServer> {
  const folder = newFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const asRoot = root ? ['--user=root'] : [];
  const install = findProgram('mariadb-install-db', 'mysql_install_db') as string;
  const options = ['--no-defaults', `--datadir=${data}`, ...asRoot];
  const init = spawnSync(install, [...options, '--auth-root-authentication-method=normal'], {
    encoding: 'utf8',
  });
  if (init.status !== 0) throw new Error(`mariadb-install-db: ${init.stderr}`);
  const socket = join(folder, 'socket');
  const more = [`--socket=${socket}`, '--skip-networking'];
  const child = spawn(findProgram('mariadbd', 'mysqld') as string, [...options, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await up(child, () => existsSync(socket));
  return { place: [socket, 'root'], stop: stopping(child, folder, 'SIGTERM') };
}

/** `place`: path of the socket. */
export async function startRedis(): Promise<TestServer> {
  const folder = newFolder();
  const socket = join(folder, 'socket');
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder];
  const child = spawn(findProgram('redis-server') as string, options, {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await up(child, () => existsSync(socket));
  return { place: [socket], stop: stopping(child, folder, 'SIGTERM') };
}
