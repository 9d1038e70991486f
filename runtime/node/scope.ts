import { isAbsolute, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { FunctionPattern, TracerConfig } from '../format/index.ts';
import { gateTextOf } from './gate-text.ts';

type Match = (text: string) => boolean;

function anyOf(patterns: readonly string[]): Match | undefined {
  if (patterns.length === 0) return undefined;
  // A pattern without a slash means the file's name anywhere, as in .gitignore.
  const matchers = patterns.map((pattern) =>
    picomatch(pattern, { dot: true, basename: !pattern.includes('/') }),
  );
  return (path) => matchers.some((match) => match(path));
}

/** `*` stands for anything within a function's name. */
function namePattern(pattern: string): Match {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const regexp = new RegExp(`^${source}$`);
  return (name) => regexp.test(name);
}

/** The level of a function and what settled it, as `FunctionDefinition.rule` has it. */
export interface EffectiveLevel {
  readonly level: number;
  /** What the text is to be rewritten for: more than the level where that may be raised while the app runs. */
  readonly upTo?: number;
  readonly rule: string;
}

interface LevelRule extends EffectiveLevel {
  readonly match: Match;
}

/** One pattern over module, function and arity. */
function patternMatch({ module, function: wanted, arity }: FunctionPattern) {
  const isAny = (text: string) => text === '_' || text === '*' || text === '';
  const inFile = isAny(module) ? () => true : (anyOf([module, `${module}.*`]) as Match);
  const isNamed = isAny(wanted) ? () => true : namePattern(wanted);
  return (path: string, name: string, own: string, params: number): boolean =>
    (arity === null || arity === params) && (isNamed(name) || isNamed(own)) && inFile(path);
}

/** Which files and functions are traced, and at which level. */
export class Scope {
  /** Settles what one file's rewriting depends on, besides its text. */
  readonly fingerprint: string;
  private readonly config: TracerConfig;
  private readonly included: Match | undefined;
  private readonly excluded: Match | undefined;
  private readonly excludedFunctions: readonly Match[];
  private readonly patterns: readonly ReturnType<typeof patternMatch>[];
  private readonly packages: ReadonlySet<string>;
  private lastFile = '';
  private lastPath = '';
  private lastAsked: string | undefined;
  private lastRule: string | undefined;
  private readonly fileLevels: readonly LevelRule[];
  private readonly functionLevels: readonly LevelRule[];

  constructor(config: TracerConfig) {
    this.config = config;
    this.included = anyOf(config.include);
    this.excluded = anyOf(config.exclude);
    this.excludedFunctions = config.excludeFunctions.map(namePattern);
    this.patterns = (config.patterns ?? []).map(patternMatch);
    this.packages = new Set(config.includePackages);
    this.fileLevels = Object.entries(config.levels.files).map(([pattern, level]) => ({
      match: anyOf([pattern]) as Match,
      level,
      rule: `file:${pattern}`,
    }));
    this.functionLevels = Object.entries(config.levels.functions).map(([pattern, level]) => ({
      match: namePattern(pattern),
      level,
      rule: `function:${pattern}`,
    }));
    const { level, levels, excludeFunctions, capture } = config;
    this.fingerprint = JSON.stringify([
      config.projectDir,
      level,
      config.levelFrom,
      config.liveLevel,
      levels,
      excludeFunctions,
      capture.params,
      capture.returns,
      capture.self,
      capture.database,
      capture.http,
      config.patterns,
      config.include,
      config.exclude,
      config.excludeNodeModules && config.includePackages,
      gateTextOf(config),
    ]);
  }

  /** Relative to the project with forward slashes when inside it, else as it is. */
  pathOf(file: string): string {
    // Asked for each function of a file.
    if (file !== this.lastFile) {
      this.lastFile = file;
      this.lastPath = this.pathOfAnother(file);
    }
    return this.lastPath;
  }

  private pathOfAnother(file: string): string {
    const path = relative(this.config.projectDir, file);
    if (path === '' || path.startsWith('..') || isAbsolute(path)) return file;
    return sep === '/' ? path : path.replaceAll(sep, '/');
  }

  /**
   * Whether the file may be traced: in the project, not in node_modules, within the patterns. `hasMap`: it was made from
   * others, and may hold what is to be included.
   */
  covers(file: string, hasMap = false): boolean {
    const path = this.pathOf(file);
    if (path === file) return false;
    if (this.config.excludeNodeModules && this.isForeign(path)) return false;
    if (this.included && !hasMap && !this.included(path)) return false;
    return !this.excluded?.(path);
  }

  /** The rule that leaves out a file that was put into another one. */
  private leftOut(path: string): string | undefined {
    // Asked for each function of a file.
    if (path !== this.lastAsked) {
      this.lastAsked = path;
      this.lastRule = this.ruleAgainst(path);
    }
    return this.lastRule;
  }

  private ruleAgainst(path: string): string | undefined {
    if (this.config.excludeNodeModules && this.isForeign(path)) return 'package';
    return (this.included && !this.included(path)) || this.excluded?.(path) ? 'file' : undefined;
  }

  /** Whether the file is of a package that nobody asked for. */
  private isForeign(path: string): boolean {
    const owner = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    return owner !== undefined && !this.packages.has(owner);
  }

  /** The nearest rule wins: function, file, language, then what the run, the project or nobody asked for. */
  level(path: string, qualifiedName: string, params: number): EffectiveLevel {
    const own = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
    const named = (match: Match) => match(qualifiedName) || match(own);
    // Excluded is more than level 0: it cannot be switched on either.
    const leftOut = this.leftOut(path);
    if (leftOut) return { level: 0, rule: leftOut };
    if (this.excludedFunctions.some(named)) return { level: 0, rule: 'function' };
    const { patterns } = this;
    if (patterns.length > 0 && !patterns.some((match) => match(path, qualifiedName, own, params))) {
      return { level: 0, rule: 'pattern' };
    }
    const effective = this.byRules(path, qualifiedName, named);
    const { liveLevel = 0 } = this.config;
    return effective.level < liveLevel ? { ...effective, upTo: liveLevel } : effective;
  }

  private byRules(path: string, qualifiedName: string, named: (match: Match) => boolean): EffectiveLevel {
    const byFunction = this.functionLevels.find(
      ({ match }) => named(match) || match(`${path}#${qualifiedName}`) || match(`${path}:${qualifiedName}`),
    );
    if (byFunction) return byFunction;
    const byFile = this.fileLevels.find(({ match }) => match(path));
    if (byFile) return byFile;
    const language = /\.[cm]?tsx?$/.test(path) ? 'typescript' : 'javascript';
    const byLanguage = this.config.levels.languages[language];
    if (byLanguage !== undefined) return { level: byLanguage, rule: `language:${language}` };
    return { level: this.config.level, rule: this.config.levelFrom ?? 'global' };
  }
}
