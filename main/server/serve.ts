/** The browser host as a program, `callscape serve`: builds the engine and serves it until it is asked to end. */
import { resolve } from 'node:path';
import { numberOf, parse, runProgram, UsageError } from '../command/index.ts';
import { defaultDataDir } from '../data-dir.ts';
import { createEngine } from '../engine.ts';
import { findInstallation } from '../installation.ts';
import { startServer } from './index.ts';
import { openBrowser } from './open-browser.ts';

const help = `Usage: callscape serve [DIR] [--port N] [--no-open]

Serves the app on this machine only and prints its address, which carries the key to it. Ends on Ctrl-C.

  DIR          the project to open
  --port N     0 (the default) takes any free one
  --no-open    do not open a browser
`;

async function serve(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    port: { type: 'string', default: '0' },
    'no-open': { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [folder = values.project, surplus] = positionals;
  if (surplus !== undefined) throw new UsageError(`There is one argument too many: ${surplus}.`);
  const port = numberOf('port', values.port, 0, 65_535);
  const installation = findInstallation();
  const engine = await createEngine({ dataDir: defaultDataDir(), installation });
  try {
    // Looked at before the server starts, so that a wrong folder is said here and not in the browser.
    const project =
      folder === undefined ? null : await engine.services.projects.open({ dir: resolve(folder) });
    const server = await startServer({ engine, rendererDir: installation.renderer, port });
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
