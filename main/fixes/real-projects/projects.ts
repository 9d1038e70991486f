/** A project that others wrote, with its own tests, as its authors published it. */
export interface RealProject {
  readonly name: string;
  readonly version: string;
  /** Where its sources come from: a package of npm, or a source package of Debian. */
  readonly from: 'npm' | 'debian';
  /** The shell line that runs its tests. */
  readonly tests: string;
  /** Packages that the tests need and its manifest does not bring. */
  readonly extras?: readonly string[];
  /** What of the output says how many tests passed, and how many failed. */
  readonly result: RegExp;
}

const tap = /^# (?:tests|pass|fail)\s+\d+/gm;
const mocha = /^\s+\d+ (?:passing|failing|pending)/gm;
const nodeTest = /^(?:ℹ|#) (?:tests|pass|fail) \d+/gm;

export const realProjects: readonly RealProject[] = [
  {
    name: 'waterline',
    version: '0.15.2',
    from: 'npm',
    tests: 'npx mocha test --recursive',
    extras: ['mocha@10.8.2'],
    result: mocha,
  },
  {
    name: 'license-checker',
    version: '25.0.1',
    from: 'npm',
    tests: 'npx mocha tests/bin-test.js tests/failOn-test.js tests/license.js tests/license-files-test.js',
    extras: ['mocha@10.8.2', 'queue@4.5.1'],
    result: mocha,
  },
  {
    name: 'resolve',
    version: '1.22.14',
    from: 'npm',
    tests:
      'npx tape test/core.js test/default_paths.js test/dotdot.js test/filter.js test/filter_sync.js test/home_paths.js test/home_paths_sync.js test/homedir.js test/mock.js test/mock_sync.js test/module_dir.js test/precedence.js test/shadowed_core.js',
    extras: [
      'tape@5.10.2',
      'mock-property@1.1.2',
      'semver@6.3.1',
      'array.prototype.map@1.0.8',
      'copy-dir@1.3.0',
      'mkdirp@0.5.6',
      'mv@2.1.1',
      'object-keys@1.1.1',
      'rimraf@2.7.1',
      'tmp@0.0.31',
    ],
    result: tap,
  },
  {
    name: 'find-my-way',
    version: '9.10.2',
    from: 'npm',
    tests: 'node --test test/*.test.js',
    extras: ['proxyquire@2.1.3', 'rfdc@1.4.1'],
    result: nodeTest,
  },
  {
    name: 'light-my-request',
    version: '6.8.1',
    from: 'npm',
    tests: 'node --test test/*.test.js',
    extras: [
      'end-of-stream@1.4.5',
      'express@5.2.1',
      'form-auto-content@3.2.1',
      'form-data@4.0.5',
      'formdata-node@6.0.3',
      'multer@2.0.2',
      'undici@7.18.2',
    ],
    result: nodeTest,
  },
  {
    name: 'parsedatetime',
    version: '2.6',
    from: 'debian',
    tests: 'python3 -m pytest -q tests',
    result: /^\d+ (?:passed|failed)/gm,
  },
];
