import type { SettingKey } from './keys.ts';

const core = 'Core';
const automatic = 'Automatic instrumentation';
const languages = 'Languages';

const languageLevel = (name: string): string =>
  `Level for ${name} files (0-5). Acts only when set; without it they follow TRACING_DEFAULT_LEVEL.`;

export const coreKeys: readonly SettingKey[] = [
  {
    key: 'TRACING_ENABLED',
    type: 'boolean',
    default: 'true',
    group: core,
    description: 'Trace at all. When off, runs start at level 0: the app runs exactly as without Callscape.',
    acts: true,
  },
  {
    key: 'TRACING_DEFAULT_LEVEL',
    type: 'level',
    default: '2',
    group: core,
    description:
      'Detail of a run that asks for none: 0 off, 1 entry, exit and time, 2 also parameters, return values and errors. Level 3 adds ' +
      'calls into other code and what is awaited, 4 variables after each statement, 5 each line and each assignment.',
    acts: true,
  },
  {
    key: 'TRACING_AUTO_INSTRUMENT',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description:
      'Instrument every file of the scope when it is loaded. When off, only what TRACING_LEVEL_FILES and TRACING_LEVEL_FUNCTIONS name is instrumented.',
    acts: true,
  },
  {
    key: 'TRACING_AUTO_WRAP_FUNCTIONS',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description:
      'Instrument every function of a file. When off, only those that TRACING_LEVEL_FUNCTIONS names are.',
    acts: true,
  },
  {
    key: 'TRACING_AUTO_TRACK_ASYNC',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description:
      'Keep the parent of callbacks that run later, such as those of timers. When off, they are roots; async functions keep their parent either way.',
    acts: true,
  },
  {
    key: 'TRACING_CONTEXT_HOSTS',
    type: 'list',
    default: 'local',
    group: automatic,
    description:
      'Hosts to which requests say by a header traceparent (W3C) which call has sent them, so that what a traced server does hangs below it: ' +
      'local for this machine, names, *.name, or * for every host; none for no host. A traced server of the run does not see the header (Node; in Python it does).',
    acts: true,
  },
  {
    key: 'TRACING_AUTO_CAPTURE_ERRORS',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description:
      'Record what a function threw, from level 2 on. When off, the fact that it threw is recorded alone.',
    acts: true,
  },
  {
    key: 'TRACING_AUTO_REINSTRUMENT',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description:
      'Instrument files that change while the app runs when they are loaded anew. When off, they run as they are.',
    acts: true,
  },
  {
    key: 'TRACING_WATCH_NEW_FILES',
    type: 'boolean',
    default: 'true',
    group: automatic,
    description: 'Instrument files that appear while the app runs. When off, they run as they are.',
    acts: true,
  },
  {
    key: 'TRACING_LANGUAGES',
    type: 'list',
    default: 'typescript,javascript,python',
    group: languages,
    description: 'Languages to trace, separated by commas. Files of the others run as they are.',
    acts: true,
  },
  {
    key: 'TRACING_PYTHON',
    type: 'path',
    default: '',
    group: languages,
    description:
      "The Python program that runs the project, absolute. Without it an active or the project's own virtual environment, " +
      'then what .python-version names, then the first on the path.',
    acts: true,
  },
  {
    key: 'TRACING_LEVEL_TYPESCRIPT',
    type: 'level',
    default: '',
    group: languages,
    description: languageLevel('TypeScript'),
    acts: true,
  },
  {
    key: 'TRACING_LEVEL_JAVASCRIPT',
    type: 'level',
    default: '',
    group: languages,
    description: languageLevel('JavaScript'),
    acts: true,
  },
  {
    key: 'TRACING_LEVEL_PYTHON',
    type: 'level',
    default: '',
    group: languages,
    description: languageLevel('Python'),
    acts: true,
  },
  {
    key: 'TRACING_LIVE_LEVEL',
    type: 'level',
    default: '',
    group: languages,
    description:
      'Level (1 or 2) that any function of the scope can be switched to while the app runs, also one that is at level 0. Without it functions ' +
      'can be switched off and back.',
    acts: true,
    min: 1,
    max: 2,
  },
  {
    key: 'TRACING_LEVEL_FILES',
    type: 'list',
    default: '',
    group: languages,
    description:
      'Levels of single files, as pattern=level separated by commas, e.g. src/cart.ts=4,*.config.ts=0. They go before the level of the language.',
    acts: true,
    levels: true,
  },
  {
    key: 'TRACING_LEVEL_FUNCTIONS',
    type: 'list',
    default: '',
    group: languages,
    description:
      'Levels of single functions, as name=level separated by commas, e.g. Cart.total=5,src/cart.ts#add=3. They go before all other levels.',
    acts: true,
    levels: true,
  },
];
