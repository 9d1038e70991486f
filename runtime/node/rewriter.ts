import { statSync } from 'node:fs';
import type { TracerConfig } from '../format/index.ts';
import { type CacheEntry, InstrumentCache } from './cache.ts';
import { gateTextOf } from './gate-text.ts';
import type { Place } from './instrument/embedded.ts';
import { type Instrumented, instrument } from './instrument/instrument.ts';
import { isMapped } from './instrument/source-map.ts';
import { Scope } from './scope.ts';

export type Plan =
  /** `key` names the entry in the cache; `cached`: it was there. */
  | {
      readonly kind: 'rewrite';
      readonly instrumented: Instrumented;
      readonly key: string;
      readonly cached?: CacheEntry;
    }
  | { readonly kind: 'leave' }
  | { readonly kind: 'skip'; readonly path: string; readonly reason: string };

const LEAVE: Plan = { kind: 'leave' };

/** Decides what becomes of a source text about to be compiled. Never throws. */
export class Rewriter {
  readonly scope: Scope;
  readonly cache: InstrumentCache;
  private readonly config: TracerConfig;
  /** When the launcher wrote the configuration. */
  private readonly begunMs: number;

  /** `ownFile`: the tracer's bundle; another build of it may rewrite differently. */
  constructor(config: TracerConfig, ownFile: string) {
    this.config = config;
    this.begunMs = modifiedMs(process.env.CALLSCAPE_CONFIG);
    this.scope = new Scope(config);
    const { size, mtimeMs } = statSync(ownFile);
    this.cache = new InstrumentCache(config.cacheDir, `${size} ${mtimeMs} ${this.scope.fingerprint}`);
  }

  /** `remote`: for another thread, which will look the entry up by its key. `place`: of a text that is a part of the file. */
  plan(file: string, source: string, module: boolean, remote = false, place?: Place): Plan {
    const { scope, cache } = this;
    try {
      if (!scope.covers(file, isMapped(source)) || this.isTooNew(file)) return LEAVE;
      const kind = place ? JSON.stringify(place) : String(module);
      const key = `${cache.key(file, source, kind)}${remote ? '-remote' : ''}`;
      const cached = cache.read(key, source);
      const instrumented = cached ?? this.instrument(file, source, module, place);
      if (!cached && (remote || instrumented.functions.length === 0)) {
        cache.write(key, instrumented, source);
      }
      return instrumented.functions.length > 0 || instrumented.untouched.length > 0
        ? { kind: 'rewrite', instrumented, key, ...(cached ? { cached } : {}) }
        : LEAVE;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'skip', path: scope.pathOf(file), reason };
    }
  }

  /** Whether the file has changed, or come, since the run began, and is to run as it is for that. */
  private isTooNew(file: string): boolean {
    const { changedFiles = true, newFiles = true } = this.config;
    if (changedFiles && newFiles) return false;
    const { birthtimeMs, mtimeMs } = statSync(file);
    if (mtimeMs <= this.begunMs) return false;
    return birthtimeMs > this.begunMs ? !newFiles : !changedFiles;
  }

  private instrument(file: string, source: string, module: boolean, place?: Place): Instrumented {
    const { config, scope } = this;
    return instrument({
      source,
      file,
      projectDir: config.projectDir,
      module,
      ...(place ? { place } : {}),
      params: config.capture.params,
      self: config.capture.self === true,
      returns: config.capture.returns,
      leftOut: { database: config.capture.database === false, http: config.capture.http === false },
      gate: gateTextOf(config),
      pathOf: (path) => scope.pathOf(path),
      level: (path, name, params) => scope.level(path, name, params),
    });
  }
}

function modifiedMs(file: string | undefined): number {
  try {
    return statSync(file ?? '').mtimeMs;
  } catch {
    return Date.now();
  }
}
