import type { Diagnosis } from '#contract';
import type { DiagnosisRule } from './index.ts';

/** A rule that reads the output: the last match of the pattern counts, for it is nearest to the end. */
function whenPrinted(pattern: RegExp, explain: (match: RegExpExecArray) => Diagnosis): DiagnosisRule {
  return ({ output }) => {
    const last = [...output.matchAll(new RegExp(pattern, 'gm'))].at(-1);
    return last === undefined ? null : explain(last);
  };
}

const portInUse = whenPrinted(/EADDRINUSE[^\n]*:(\d+)$/, ([, port]) => inUse(`Port ${port}`));
const addressInUse = whenPrinted(/EADDRINUSE|Address already in use/, () => inUse('The port'));

const inUse = (port: string): Diagnosis => ({
  title: `${port} is in use`,
  detail:
    'The app tried to listen on a port that another process holds, perhaps an earlier run of the same app.',
  action: 'Stop the other process, or give the app another port, and run it again.',
});

const outOfMemory = whenPrinted(/JavaScript heap out of memory/, () => ({
  title: 'The app ran out of memory',
  detail: 'Node ended the process because its heap reached its limit.',
  action:
    'Look for the function that keeps growing data, or raise the limit with NODE_OPTIONS=--max-old-space-size=4096.',
}));

const missingScript = whenPrinted(/Missing script: "?([^"\n]+)"?/, ([, script]) => ({
  title: `There is no script "${script}"`,
  detail: 'The package.json of the folder has no script of this name.',
  action: 'Choose another run configuration, or check the working directory of this one.',
}));

const missingModule = whenPrinted(
  /Cannot find (?:module|package) '([^']+)'(?: imported from '?([^'\n]+)'?)?/,
  ([, name = '', importer]) => {
    const detail = `The app loads "${name}"${importer === undefined ? '' : ` in ${importer}`}, and it is not there.`;
    const isFile = /^[./\\]|^[A-Za-z]:|^file:/.test(name);
    return {
      title: isFile ? 'A file that is loaded does not exist' : `The package ${name} is not installed`,
      detail,
      action: isFile
        ? 'Check the path in the command or the import; a compiled file may have to be built first.'
        : 'Install the packages of the project (npm install) and run it again.',
    };
  },
);

const missingPythonModule = whenPrinted(/^ModuleNotFoundError: No module named '([^']+)'/, ([, name]) => ({
  title: `The Python module ${name} is not installed`,
  detail: `The app imports "${name}", and this Python does not have it.`,
  action:
    'Install the requirements of the project into the environment that the command uses, and run it again.',
}));

const typescriptUnknown = whenPrinted(/ERR_UNKNOWN_FILE_EXTENSION\S*[^\n]*"(\.\w+)"/, ([, extension]) => ({
  title: `This Node cannot run ${extension} files`,
  detail: 'Node runs TypeScript by itself from version 22.18 on; other endings need a loader.',
  action: 'Run it with tsx (npx tsx file.ts), or use a newer Node.',
}));

const syntaxError = whenPrinted(
  /^(\S[^\n]*:\d+)\n(?:[^\n]*\n){1,4}?\n?SyntaxError: ([^\n]+)/,
  ([, place, message]) => ({
    title: 'The source has a syntax error',
    detail: `${message}, at ${place}`,
    action: 'Correct the file at that line and run it again.',
  }),
);

const pythonSyntaxError = whenPrinted(
  /File "([^"]+)", line (\d+)\n(?:[^\n]*\n){0,3}?(?:Syntax|Indentation)Error: ([^\n]+)/,
  ([, file, line, message]) => ({
    title: 'The source has a syntax error',
    detail: `${message}, at ${file}:${line}`,
    action: 'Correct the file at that line and run it again.',
  }),
);

const nodeOption = whenPrinted(
  /bad option: (\S+)|(\S+) is not allowed in NODE_OPTIONS/,
  ([, option, forbidden]) => ({
    title: `Node does not know the option ${option ?? forbidden}`,
    detail: 'The Node that ran the command is of another version than the command was written for.',
    action: 'Check the options in the command and in NODE_OPTIONS, and the version with node --version.',
  }),
);

const uncaught = whenPrinted(
  /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: [^\n]*)\n\s+at ([^\n]+)/,
  ([, message = '', place]) => ({
    title: 'The app ended by an error that nothing caught',
    detail: `${message}, at ${place}`,
    action: 'Sort the functions by errors to see where it was thrown and with which values.',
  }),
);

/** Cases that tell themselves by what was printed; the more particular ones first. */
export const outputRules: readonly DiagnosisRule[] = [
  portInUse,
  addressInUse,
  outOfMemory,
  missingScript,
  missingModule,
  missingPythonModule,
  typescriptUnknown,
  syntaxError,
  pythonSyntaxError,
  nodeOption,
  uncaught,
];
