import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRecording } from '../../bench/views/make-recording.ts';
import { startServe } from './browser.ts';
import { connectTo } from './engine-client.ts';
import type { TemporaryFolder } from './folders.ts';
import { record } from './record.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A program whose recordings every view can show, and what to look for in them. */
export interface ViewProgram {
  readonly title: string;
  /** Why it is not shown; `null`: it is. */
  readonly missing: string | null;
  /** A function that was called. */
  readonly fn: string;
  /** A part of the name of a module. */
  readonly module: string;
  /** A called function that stands in a file of the project, and a word in that file. */
  readonly defined: string;
  readonly word: string;
  /** There are steps to replay, and something that can be fixed. */
  readonly hasSteps: boolean;
  readonly hasFixes: boolean;
  /** Makes the recordings in a folder, whose `data` is that of the app; answers with the project and the run that is shown. */
  readonly prepare: (folder: TemporaryFolder) => Promise<{ readonly project: string; readonly run: string }>;
}

/** Twice, every call with its times: what a busy machine has throttled has no box to find. */
async function recordTwice(
  folder: TemporaryFolder,
  project: string,
  stepsOf: string,
  command: readonly string[],
): Promise<{ readonly project: string; readonly run: string }> {
  writeFileSync(
    join(project, '.env.tracing'),
    `TRACING_OVERHEAD_BUDGET=0\nTRACING_LEVEL_FUNCTIONS=${stepsOf}=5\n`,
  );
  const dataDir = join(folder.path, 'data');
  await record(dataDir, project, 'first', command);
  return { project, run: await record(dataDir, project, 'second', command) };
}

const shop: ViewProgram = {
  title: 'the sample shop',
  missing: null,
  ...{ fn: 'priceCart', module: 'pricing', defined: 'priceCart', word: 'country' },
  ...{ hasSteps: true, hasFixes: true },
  prepare: (folder) =>
    recordTwice(folder, folder.copyProject(pathOf('../../assets/samples/shop')), 'priceCart', [
      process.execPath,
      'scripts/start.js',
    ]),
};

const marked: ViewProgram = {
  title: 'a Markdown processor from npm',
  missing: null,
  ...{ fn: 'l.blockTokens', module: 'main.js', defined: 'main', word: 'marked' },
  ...{ hasSteps: true, hasFixes: false },
  prepare(folder) {
    const project = folder.copyProject(pathOf('../../node_modules/marked'));
    const readme = readFileSync(join(project, 'README.md'), 'utf8');
    writeFileSync(join(project, 'book.md'), readme.repeat(10));
    const command = [process.execPath, 'bin/marked.js', '-i', 'book.md', '-o', 'book.html'];
    return recordTwice(folder, project, 'main', command);
  },
};

const filesOfServer = 120;

/** Where the functions of a made-up recording are written, twenty in a file. */
function sourceOfServer(file: number): string {
  const methods = Array.from({ length: 20 }, (_, at) => {
    const name = `method${file * 20 + at}`;
    const body = ['    return [a, b];', ...new Array<string>(9).fill(''), '  }'].join('\n');
    return at === 0 ? `export class Module${file} { ${name}(a, b) {\n${body}` : `  ${name}(a, b) {\n${body}`;
  });
  const next = file + 1 < filesOfServer ? `import './module${file + 1}.js';\n` : '';
  return `${methods.join('\n')}\n}\n${next}`;
}

/** A made-up server of so many calls. */
function generated(spans: number, missing: string | null): ViewProgram {
  return {
    title: `${spans / 1e6} million generated spans`,
    missing,
    ...{ fn: 'Module0.method0', module: 'module7.js', defined: 'Module0.method0', word: 'return' },
    ...{ hasSteps: false, hasFixes: false },
    async prepare(folder) {
      const project = join(folder.path, 'server');
      mkdirSync(join(project, 'src'), { recursive: true });
      writeFileSync(
        join(project, 'package.json'),
        '{ "name": "server", "type": "module", "main": "src/module0.js" }\n',
      );
      for (let file = 0; file < filesOfServer; file++)
        writeFileSync(join(project, 'src', `module${file}.js`), sourceOfServer(file));
      const base = await makeRecording(folder.path, spans / 10, 'rbase');
      const file = await makeRecording(folder.path, spans);
      const server = await startServe({ dataDir: join(folder.path, 'data') });
      const client = await connectTo(server.url);
      await client.services.runs.importRecording({ dir: project, file: base });
      const { id } = await client.services.runs.importRecording({ dir: project, file });
      client.dispose();
      await server.stop();
      return { project, run: id };
    },
  };
}

const wantsTen = process.env.CALLSCAPE_SCALE === '10';

/** A sample, a real program, and made-up recordings too large to be read by hand. */
export const viewPrograms: readonly ViewProgram[] = [
  shop,
  marked,
  generated(1e6, null),
  generated(1e7, wantsTen ? null : 'CALLSCAPE_SCALE=10 shows it'),
];
