import { disguises } from './disguise.ts';
import type { LoadedFiles } from './loaded-files.ts';

type Prepare = (this: unknown, error: unknown, trace: readonly NodeJS.CallSite[]) => unknown;

/** Where formatters are set: the `Error` of a context. */
interface Realm {
  prepareStackTrace?: Prepare | undefined;
}

// Captured before the app can replace it.
const { apply } = Reflect;

/**
 * Stack traces show the original columns, and no frame of the tracer. While Node maps stacks by source maps it must
 * find its own formatter in place, and one of the app's own (most map stacks themselves) is told the original columns:
 * `update` sees to both.
 */
export class StackTraces {
  private readonly original = Error.prepareStackTrace as Prepare | undefined;
  private readonly ours: Prepare;
  private readonly files: LoadedFiles;
  private readonly ownFile: string;
  private readonly wrappers = new WeakSet<Prepare>();
  private realms: WeakRef<Realm>[] = [new WeakRef(Error as unknown as Realm)];
  private mapped = false;

  constructor(files: LoadedFiles, ownFile: string) {
    this.files = files;
    this.ownFile = ownFile;
    const { original } = this;
    const holder = {
      prepareStackTrace(this: unknown, error: unknown, trace: readonly NodeJS.CallSite[]): unknown {
        const lines: string[] = [];
        for (const site of trace) {
          const name = site.getFileName();
          if (name === ownFile) continue;
          lines.push(frameText(site, name, files));
        }
        return apply(original as Prepare, this, [error, lines]);
      },
    };
    this.ours = holder.prepareStackTrace as Prepare;
    if (original) disguises.set(this.ours, original as never);
    this.update();
  }

  /** Errors of another context, too. */
  follow(errors: ErrorConstructor): void {
    this.realms.push(new WeakRef(errors as unknown as Realm));
    this.update();
  }

  update(): void {
    const mapped = (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true;
    if (this.original) {
      const current = Error.prepareStackTrace as Prepare | undefined;
      if (mapped && current === this.ours) Error.prepareStackTrace = this.original as never;
      else if (!mapped && current === this.original) Error.prepareStackTrace = this.ours as never;
    }
    this.mapped = mapped;
    if (mapped) return;
    this.realms = this.realms.filter((realm) => {
      const errors = realm.deref();
      if (errors) this.correct(errors);
      return errors !== undefined;
    });
  }

  /** Puts a function in the place of the app's own formatter that hands the original columns on to it. */
  private correct(errors: Realm): void {
    const theirs = errors.prepareStackTrace;
    if (typeof theirs !== 'function' || theirs === this.ours || theirs === this.original) return;
    if (this.wrappers.has(theirs)) return;
    const { files, ownFile } = this;
    const wrapper: Prepare = function (error, trace) {
      return apply(theirs, this, [error, originalSites(trace, files, ownFile)]);
    };
    this.wrappers.add(wrapper);
    disguises.set(wrapper, theirs as never);
    Object.defineProperty(wrapper, 'name', { value: theirs.name, configurable: true });
    errors.prepareStackTrace = wrapper;
  }

  get followsSourceMaps(): boolean {
    return this.mapped;
  }
}

function originalSites(
  trace: readonly NodeJS.CallSite[],
  files: LoadedFiles,
  ownFile: string,
): NodeJS.CallSite[] {
  const sites: NodeJS.CallSite[] = [];
  for (const site of trace) {
    const name = site.getFileName();
    if (name !== ownFile) sites.push(originalSite(site, name, files));
  }
  return sites;
}

/** The frame with its original column; its methods work on no other object than itself. */
function originalSite(
  site: NodeJS.CallSite,
  name: string | null | undefined,
  files: LoadedFiles,
): NodeJS.CallSite {
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  if (!name || line === null || column === null) return site;
  const fixed = files.column(name, line, column);
  if (fixed === undefined || fixed === column) return site;
  const changed: Record<PropertyKey, () => unknown> = {
    getColumnNumber: () => fixed,
    toString: () => frameText(site, name, files),
  };
  return new Proxy(site, {
    get(target, key) {
      const value: unknown = changed[key] ?? Reflect.get(target, key);
      return typeof value === 'function' ? (...args: unknown[]) => apply(value, target, args) : value;
    },
  });
}

/** A frame of evaluated code names the place of the call of eval. */
function evalText(text: string, files: LoadedFiles): string {
  return text.replace(/\(((?:\/|file:|[A-Z]:).*?):(\d+):(\d+)\)/g, (place, name: string, line, column) => {
    const fixed = files.column(name, Number(line), Number(column));
    return fixed === undefined ? place : `(${name}:${line}:${fixed})`;
  });
}

function frameText(site: NodeJS.CallSite, name: string | null | undefined, files: LoadedFiles): string {
  const text = site.isEval() ? evalText(String(site), files) : String(site);
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (!name || line === null || column === null) return text;
  const fixed = files.column(name, line, column);
  if (fixed === undefined || fixed === column) return text;
  const place = `:${line}:${column}`;
  const at = text.lastIndexOf(place);
  return at < 0 ? text : `${text.slice(0, at)}:${line}:${fixed}${text.slice(at + place.length)}`;
}
