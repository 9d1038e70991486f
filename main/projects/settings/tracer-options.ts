import type { Language, Setting, TracingLevel } from '#contract';
import type { TracerConfig } from '#format';
import { functionPattern, levelEntry, splitList } from './values.ts';

/** What the settings decide of a tracer's configuration; where things lie is the launcher's to add. */
export type TracerOptions = Omit<TracerConfig, 'version' | 'spoolDir' | 'projectDir' | 'cacheDir'>;

const languages: readonly Language[] = ['javascript', 'typescript', 'python'];

/**
 * Turns settings into tracer options. `runLevel` is what this run asks for (`null`: nothing); it stands above the
 * default level and below what is set for a language.
 */
export function tracerOptions(settings: readonly Setting[], runLevel: TracingLevel | null): TracerOptions {
  const values = new Map(settings.map((setting) => [setting.key, setting.value]));
  const text = (key: string): string => values.get(key) ?? '';
  const isOn = (key: string): boolean => text(key) === 'true';
  const enabled = isOn('TRACING_ENABLED') || runLevel !== null;
  const level = enabled ? (runLevel ?? (Number(text('TRACING_DEFAULT_LEVEL')) as TracingLevel)) : 0;
  const everyFunction = isOn('TRACING_AUTO_WRAP_FUNCTIONS');
  const everything = everyFunction && isOn('TRACING_AUTO_INSTRUMENT');
  return {
    level: everything ? level : 0,
    ...overheadBudget(text('TRACING_OVERHEAD_BUDGET'), level),
    levelFrom: levelFrom(settings, runLevel),
    ...(text('TRACING_LIVE_LEVEL') === '' ? {} : { liveLevel: Number(text('TRACING_LIVE_LEVEL')) as 1 | 2 }),
    clock: isOn('TRACING_EXACT_CLOCK') ? 'exact' : 'bounded',
    include: filePatterns(text('TRACING_INCLUDE_FILES')),
    exclude: filePatterns(text('TRACING_EXCLUDE_FILES')),
    excludeFunctions: splitList(text('TRACING_EXCLUDE_FUNCTIONS')),
    excludeNodeModules: isOn('TRACING_EXCLUDE_NODE_MODULES'),
    levels: {
      languages: everything ? languageLevels(text) : {},
      files: everyFunction ? levels(text('TRACING_LEVEL_FILES'), filePattern) : {},
      functions: levels(text('TRACING_LEVEL_FUNCTIONS')),
    },
    capture: {
      params: isOn('TRACING_CAPTURE_PARAMS'),
      returns: isOn('TRACING_CAPTURE_RETURN'),
      maxBytes: Number(text('TRACING_MAX_CAPTURE_SIZE')),
      self: isOn('TRACING_CAPTURE_THIS'),
      errors: isOn('TRACING_AUTO_CAPTURE_ERRORS'),
      full: isOn('TRACING_CAPTURE_FULL'),
      vars: isOn('TRACING_CAPTURE_VARS'),
      async: isOn('TRACING_CAPTURE_ASYNC'),
      database: isOn('TRACING_CAPTURE_DATABASE'),
      http: isOn('TRACING_CAPTURE_HTTP'),
    },
    patterns: splitList(text('TRACING_PATTERNS')).flatMap((item) => functionPattern(item) ?? []),
    includePackages: splitList(text('TRACING_INCLUDE_PACKAGES')),
    changedFiles: isOn('TRACING_AUTO_REINSTRUMENT'),
    newFiles: isOn('TRACING_WATCH_NEW_FILES'),
    linkCallbacks: isOn('TRACING_AUTO_TRACK_ASYNC'),
    contextHosts: splitList(text('TRACING_CONTEXT_HOSTS')).filter((host) => host !== 'none'),
    limits: limits(text),
    redactKeys: splitList(text('TRACING_REDACT_KEYS')),
    redact: {
      off: !isOn('TRACING_REDACT'),
      keep: splitList(text('TRACING_REDACT_EXCEPT')),
      values: splitList(text('TRACING_REDACT_VALUES')),
    },
    ...memory(text('TRACING_CAPTURE_MEMORY')),
    flushMs: Number(text('TRACING_FLUSH_INTERVAL')),
    ...mostTraces(text('TRACING_MAX_TRACES_MEMORY')),
  };
}

const memory = (measure: string): Pick<TracerConfig, 'memory'> =>
  measure === 'allocated' || measure === 'retained' ? { memory: measure } : {};

const mostTraces = (text: string): Pick<TracerConfig, 'maxTraces'> =>
  text === '' ? {} : { maxTraces: Number(text) };

/** Percent of the CPU time that recording may take, by level; 0: as much as it does. */
const BUDGETS = [0, 5, 15, 30, 50, 0] as const;

function overheadBudget(text: string, level: TracingLevel): { budget?: number } {
  const percent = text === '' ? BUDGETS[level] : Number(text);
  return percent > 0 ? { budget: percent / 100 } : {};
}

function levelFrom(
  settings: readonly Setting[],
  runLevel: TracingLevel | null,
): 'run' | 'project' | 'global' {
  if (runLevel !== null) return 'run';
  const own = settings.find(({ key }) => key === 'TRACING_DEFAULT_LEVEL');
  return own === undefined || own.origin === 'default' ? 'global' : 'project';
}

/** By pattern; entries were checked when they were set. */
function levels(
  list: string,
  normal: (pattern: string) => string = (pattern) => pattern,
): Record<string, number> {
  return Object.fromEntries(
    splitList(list).flatMap((item) => {
      const entry = levelEntry(item);
      return entry ? [[normal(entry[0]), entry[1]]] : [];
    }),
  );
}

/** The limits that are set. */
function limits(text: (key: string) => string): NonNullable<TracerConfig['limits']> {
  const number = (key: string): number | undefined => (text(key) === '' ? undefined : Number(text(key)));
  const depth = number('TRACING_MAX_DEPTH');
  const spans = number('TRACING_MAX_SPANS');
  const megabytes = number('TRACING_MAX_RECORDED_MB');
  return {
    sampleRate: number('TRACING_SAMPLE_RATE') ?? 1,
    minDurationNs: (number('TRACING_MIN_DURATION') ?? 0) * 1e6,
    ...(depth === undefined ? {} : { maxDepth: depth }),
    ...(spans === undefined ? {} : { maxSpans: spans }),
    ...(megabytes === undefined ? {} : { maxBytes: megabytes * 1e6 }),
  };
}

function languageLevels(text: (key: string) => string): Record<string, number> {
  const traced = splitList(text('TRACING_LANGUAGES')).map((name) => name.toLowerCase());
  const levels: Record<string, number> = {};
  for (const language of languages) {
    const own = text(`TRACING_LEVEL_${language.toUpperCase()}`);
    if (!traced.includes(language)) levels[language] = 0;
    else if (own !== '') levels[language] = Number(own);
  }
  return levels;
}

const filePatterns = (list: string): string[] => splitList(list).map(filePattern);

/** As people write them: `*.test.ts` is meant in any folder, `scripts/` means everything below. */
function filePattern(item: string): string {
  const pattern = item.replace(/^\.\//, '').replace(/\/$/, '/**');
  return pattern.includes('/') ? pattern : `**/${pattern}`;
}
