import type { Language, Setting, TracingLevel } from '#contract';
import type { TracerConfig } from '#format';
import { levelEntry, splitList } from './values.ts';

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
  return {
    level,
    ...overheadBudget(text('TRACING_OVERHEAD_BUDGET'), level),
    levelFrom: levelFrom(settings, runLevel),
    clock: isOn('TRACING_EXACT_CLOCK') ? 'exact' : 'bounded',
    include: patterns(text('TRACING_INCLUDE_FILES')),
    exclude: patterns(text('TRACING_EXCLUDE_FILES')),
    excludeFunctions: splitList(text('TRACING_EXCLUDE_FUNCTIONS')),
    excludeNodeModules: isOn('TRACING_EXCLUDE_NODE_MODULES'),
    levels: {
      languages: languageLevels(text),
      files: levels(text('TRACING_LEVEL_FILES'), filePattern),
      functions: levels(text('TRACING_LEVEL_FUNCTIONS')),
    },
    capture: {
      params: isOn('TRACING_CAPTURE_PARAMS'),
      returns: isOn('TRACING_CAPTURE_RETURN'),
      maxBytes: Number(text('TRACING_MAX_CAPTURE_SIZE')),
    },
    redactKeys: splitList(text('TRACING_REDACT_KEYS')),
    flushMs: Number(text('TRACING_FLUSH_INTERVAL')),
  };
}

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

const patterns = (list: string): string[] => splitList(list).map(filePattern);

/** As people write them: `*.test.ts` is meant in any folder, `scripts/` means everything below. */
function filePattern(item: string): string {
  const pattern = item.replace(/^\.\//, '').replace(/\/$/, '/**');
  return pattern.includes('/') ? pattern : `**/${pattern}`;
}
