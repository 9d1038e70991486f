import type { SettingKey } from './keys.ts';
import { functionPattern, isRegExp } from './values.ts';

const capture = 'Capture';
const performance = 'Performance';
const filters = 'Filters';

export const captureKeys: readonly SettingKey[] = [
  {
    key: 'TRACING_CAPTURE_PARAMS',
    type: 'boolean',
    default: 'true',
    group: capture,
    description: 'Record parameters from level 2 on.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_RETURN',
    type: 'boolean',
    default: 'true',
    group: capture,
    description: 'Record return values from level 2 on.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_VARS',
    type: 'boolean',
    default: 'true',
    group: capture,
    description: 'Record variables at levels 4 and 5. When off, only the lines that ran are recorded.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_ASYNC',
    type: 'boolean',
    default: 'true',
    group: capture,
    description:
      'Record what is awaited as spans from level 3 on. When off, async functions still have active and waiting time.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_DATABASE',
    type: 'boolean',
    default: 'true',
    group: capture,
    description:
      'Record what goes to databases and caches as spans of its own: calls into their clients from level 3 on, in Python statements at every level. When off, it is part of the function around it.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_HTTP',
    type: 'boolean',
    default: 'true',
    group: capture,
    description:
      'Record what goes to clients and servers of HTTP as spans of its own: calls into them from level 3 on, in Python requests that are sent at every level. When off, it is part of the function around it, which then sends the trace context; the functions that answer a request are recorded either way.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_MEMORY',
    type: 'choice',
    choices: ['off', 'allocated', 'retained'],
    default: 'off',
    group: capture,
    description:
      'Record which functions take how much memory: allocated is everything, also what was collected again, retained what is still in use at the end. Estimates from samples of the heap (Node; Python follows every block, and records what is retained for either).',
    acts: true,
  },
  {
    key: 'TRACING_MAX_CAPTURE_SIZE',
    type: 'integer',
    default: '10000',
    group: capture,
    description:
      'Bytes kept of the parameters, or of the return value, of one call, texts included. What is cut is counted.',
    acts: true,
    min: 16,
    max: 1_000_000,
  },
  {
    key: 'TRACING_CAPTURE_FULL',
    type: 'boolean',
    default: 'false',
    group: capture,
    description:
      'Record every value with its fields, however often its function is called. When off, the first 256 values of a function are recorded so, the next 3,840 with four fields, and all others with class, length and the first 32 characters.',
    acts: true,
  },
  {
    key: 'TRACING_CAPTURE_THIS',
    type: 'boolean',
    default: 'false',
    group: capture,
    description: 'Record this as the first parameter, except in constructors and arrow functions.',
    acts: true,
  },
  {
    key: 'TRACING_REDACT_KEYS',
    type: 'list',
    default: '',
    group: capture,
    description:
      'Names whose values are never written, besides the built-in ones (password, token, authorization ...). Separated by commas; * stands ' +
      'for any characters.',
    acts: true,
  },
  {
    key: 'TRACING_REDACT',
    type: 'boolean',
    default: 'true',
    group: capture,
    description:
      'Leave out what looks like a secret: values under telling names, and texts such as keys, tokens, card numbers and passwords in addresses. When off, recordings hold whatever the app handles.',
    acts: true,
  },
  {
    key: 'TRACING_REDACT_VALUES',
    type: 'list',
    default: '',
    group: capture,
    description:
      'Regular expressions of texts that are never written, besides the built-in ones. Separated by commas.',
    acts: true,
    items: { check: isRegExp, advice: 'write a regular expression' },
  },
  {
    key: 'TRACING_REDACT_EXCEPT',
    type: 'list',
    default: '',
    group: capture,
    description:
      'Names that tell nothing of their values, though they look as if, e.g. *Token. Separated by commas; * stands for any characters.',
    acts: true,
  },
  {
    key: 'TRACING_EXACT_CLOCK',
    type: 'boolean',
    default: 'false',
    group: performance,
    description:
      'Read the clock at every entry and exit. Costs about 75 ns more a call; without it a time may be wrong by a tick of the recorder ' +
      '(the run says by how much), and calls and order are exact either way.',
    acts: true,
  },
  {
    key: 'TRACING_OVERHEAD_BUDGET',
    type: 'number',
    default: '',
    group: performance,
    description:
      'What recording may add to the CPU time of the app, in percent. Functions called more often than that allows are counted, with ' +
      'times from one call in so many, until they cool down; the run says which. What half a second may take is granted in advance, so that short programs are recorded whole. Unset: 5, 15, 30 and 50 at levels 1 to 4, no limit at level 5. ' +
      '0: no limit.',
    acts: true,
    min: 0,
    max: 99,
  },
  {
    key: 'TRACING_SAMPLE_RATE',
    type: 'number',
    default: '1.0',
    group: performance,
    description:
      'Share of traces to keep, 0.0 to 1.0. A trace is kept or left out whole, and what is left out is counted.',
    acts: true,
    min: 0,
    max: 1,
  },
  {
    key: 'TRACING_MAX_DEPTH',
    type: 'integer',
    default: '',
    group: performance,
    description:
      'Spans above each other on the stack, at most; deeper calls are counted below the last. Unset, so that every call has a span.',
    acts: true,
    min: 1,
    max: 1_000_000,
  },
  {
    key: 'TRACING_MAX_SPANS',
    type: 'integer',
    default: '',
    group: performance,
    description: 'Spans after which a thread records no more; what comes later is counted. Unset: no limit.',
    acts: true,
    min: 1,
    max: 1_000_000_000,
  },
  {
    key: 'TRACING_MAX_RECORDED_MB',
    type: 'integer',
    default: '',
    group: performance,
    description:
      'Megabytes after which a thread records no more; what comes later is counted. Unset: no limit.',
    acts: true,
    min: 1,
    max: 1_000_000,
  },
  {
    key: 'TRACING_MAX_TRACES_MEMORY',
    type: 'integer',
    default: '',
    group: performance,
    description:
      'Traces of a thread that may wait in the memory of the app, at most: before the next begins they are written, however soon that is. An async one counts anew where it goes on. Unset: what comes in the flush interval waits, up to 256 KB (Node).',
    acts: true,
    min: 1,
    max: 10_000_000,
  },
  {
    key: 'TRACING_FLUSH_INTERVAL',
    type: 'integer',
    default: '100',
    group: performance,
    description:
      'Milliseconds until recorded calls are on disk at the latest: what a killed process can lose, and how live the views are.',
    acts: true,
    min: 1,
    max: 60_000,
  },
  {
    key: 'TRACING_COMPRESS_TRACES',
    type: 'boolean',
    default: 'true',
    group: performance,
    description:
      'Compress recordings while they are made. When off, their pages stay as they are: larger files, less work. Either can be opened.',
    acts: true,
  },
  {
    key: 'TRACING_INCLUDE_FILES',
    type: 'list',
    default: '',
    group: filters,
    description:
      'Trace only files that match one of these patterns, separated by commas; what was compiled counts by the file that was written. Empty: every file of the project.',
    acts: true,
  },
  {
    key: 'TRACING_EXCLUDE_FILES',
    type: 'list',
    default: '',
    group: filters,
    description:
      'Run files that match one of these patterns as they are, e.g. *.test.ts,*.config.ts. Empty, so that counts are complete.',
    acts: true,
  },
  {
    key: 'TRACING_EXCLUDE_FUNCTIONS',
    type: 'list',
    default: '',
    group: filters,
    description:
      'Functions not to record, by name, e.g. toString,valueOf. Acts only when set, so that counts are complete.',
    acts: true,
  },
  {
    key: 'TRACING_EXCLUDE_NODE_MODULES',
    type: 'boolean',
    default: 'true',
    group: filters,
    description:
      'Leave installed packages out of the scope, also where a bundler has put them into a file of the project.',
    acts: true,
  },
  {
    key: 'TRACING_INCLUDE_PACKAGES',
    type: 'list',
    default: '',
    group: filters,
    description:
      'Installed packages to trace although the others are left out, e.g. express,@scope/name. Separated by commas.',
    acts: true,
  },
  {
    key: 'TRACING_PATTERNS',
    type: 'list',
    default: '',
    group: filters,
    description:
      'Trace only functions that match one of these patterns, as module:function:arity, where _ stands for any: src/llm/*:_:_, store:query:2, _:execute:_. Empty: every function.',
    acts: true,
    items: { check: (item) => functionPattern(item) !== undefined, advice: 'write module:function:arity' },
  },
  {
    key: 'TRACING_MIN_DURATION',
    type: 'number',
    default: '0',
    group: filters,
    description:
      'Synchronous calls shorter than this many milliseconds are counted below the span around them, unless they throw. Reads the clock at every entry and exit.',
    acts: true,
    min: 0,
    max: 3_600_000,
  },
];
