/** The browser host as a program, `callscape serve`: builds the engine and serves it until it is asked to end. */
import { resolve } from 'node:path';
import { numberOf, parse, runProgram, UsageError } from '../command/index.ts';
import { defaultDataDir } from '../data-dir.ts';
import { createEngine } from '../engine.ts';
import { findInstallation } from '../installation.ts';
import { startServer } from './index.ts';
import { openBrowser } from './open-browser.ts';
import { startOnUsualPort } from './usual-port.ts';

const help = `Usage: callscape serve [DIR] [--port N] [--no-open]

Serves the app on this machine only and prints its address, which carries the key to it. Ends on Ctrl-C.

  DIR          the project to open
  --port N     0 takes any free one; without it, the one of the last time where it is free
  --no-open    do not open a browser
`;

async function serve(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    port: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [folder = values.project, surplus] = positionals;
  if (surplus !== undefined) throw new UsageError(`There is one argument too many: ${surplus}.`);
  const port = values.port === undefined ? null : numberOf('port', values.port, 0, 65_535);
  const installation = findInstallation();
  const dataDir = defaultDataDir();
  const engine = await createEngine({ dataDir, installation });
  try {
    // Looked at before the server starts, so that a wrong folder is said here and not in the browser.
    const project =
      folder === undefined ? null : await engine.services.projects.open({ dir: resolve(folder) });
    const options = { engine, rendererDir: installation.renderer };
    const server = await (port === null
      ? startOnUsualPort(options, dataDir)
      : startServer({ ...options, port }));
    const url = project === null ? server.url : `${server.url}/p/${encodeURIComponent(project.dir)}`;
    // Before the address is out: whoever reads it may ask us to end at once.
    const asked = untilAskedToEnd();
    process.stdout.write(`${url}\n`);
    if (!values['no-open']) openBrowser(url);
    await asked;
    await server.dispose();
    return 0;
  } finally {
    await engine.dispose();
  }
}

/** A second request ends at once: nothing listens any more. */
function untilAskedToEnd(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of signals) process.off(signal, end);
      resolve();
    };
    for (const signal of signals) process.on(signal, end);
  });
}

await runProgram(serve);
