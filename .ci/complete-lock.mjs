// Adds to package-lock.json the optional platform packages that npm left out because the registry in use does not carry
// them. Without their entries `npm ci` takes the lock for stale; with them it installs what fits the machine.
// Run after `npm install`: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** What a platform package says of itself in its name: `@oxc-parser/binding-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/).flatMap((word) => (word === 'windows' ? 'win32' : word));
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.find((word) => ['musl', 'musleabihf'].includes(word)) ? ['musl'] : undefined;
  return { cpu: cpu && [cpu], os: os && [os], libc };
}

const added = [];
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || !/^\d/.test(version)) continue;
    const { cpu, os, libc } = platformOf(name);
    if (!cpu && !os) continue;
    lock.packages[path] = {
      version,
      ...(cpu && { cpu }),
      ...(entry.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    };
    added.push(name);
  }
}
const [root, ...rest] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} platform packages added to the lock`);
