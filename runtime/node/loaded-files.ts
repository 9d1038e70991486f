import { fileURLToPath } from 'node:url';
import { disguises, replaceMethod } from './disguise.ts';
import { originalColumn, originalSlice, type Rewritten } from './instrument/edits.ts';

interface LoadedFile {
  readonly rewritten: Rewritten;
  readonly prefix: string;
}

/** The rewritten texts of this thread, to give back what the app's author wrote where the app looks at itself. */
export class LoadedFiles {
  private readonly byName = new Map<string, LoadedFile>();
  private readonly all: LoadedFile[] = [];

  /** `name`: path or URL that the engine knows the script by. */
  add(name: string, rewritten: Rewritten, prefix: string): void {
    const file = { rewritten, prefix };
    this.byName.set(name, file);
    this.all.push(file);
  }

  /** All of them, by the names that the engine knows the scripts by. */
  named(): readonly (readonly [name: string, rewritten: Rewritten])[] {
    return [...this.byName].map(([name, { rewritten }]) => [name, rewritten]);
  }

  /** Text of a function without insertions; the text itself if it has none. */
  originalText(text: string): string {
    if (!text.includes('$cs')) return text;
    for (const { rewritten } of this.all) {
      const at = rewritten.text.indexOf(text);
      if (at >= 0) return originalSlice(rewritten, at, at + text.length);
    }
    return text;
  }

  /** Original column of a place in a rewritten script; undefined for other scripts. */
  column(name: string, line: number, column: number): number | undefined {
    const file =
      this.byName.get(name) ?? (name.startsWith('file:') ? this.byName.get(fileURLToPath(name)) : undefined);
    return file && originalColumn(file.rewritten, line, column);
  }
}

/** `Function.prototype.toString` gives the text as its author wrote it. */
export function hideInFunctionText(files: LoadedFiles): void {
  const { apply } = Reflect;
  replaceMethod(Function.prototype, 'toString', (original) => {
    const holder = {
      toString(this: unknown) {
        const shown = typeof this === 'function' ? (disguises.get(this) ?? this) : this;
        const text = apply(original, shown, []) as string;
        return files.originalText(text);
      },
    };
    return holder.toString;
  });
}

type Prepare = (error: unknown, trace: readonly NodeJS.CallSite[]) => unknown;

/**
 * Stack traces show the original columns, and no frame of the tracer. While Node maps stacks by source maps it must
 * find its own formatter in place: `update` sees to that.
 */
export class StackTraces {
  private readonly original = Error.prepareStackTrace as Prepare | undefined;
  private readonly ours: Prepare;
  private mapped = false;

  constructor(files: LoadedFiles, ownFile: string) {
    const { original } = this;
    const { apply } = Reflect;
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

  update(): void {
    if (!this.original) return;
    const mapped = (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true;
    const current = Error.prepareStackTrace as Prepare | undefined;
    if (mapped && current === this.ours) Error.prepareStackTrace = this.original as never;
    else if (!mapped && current === this.original) Error.prepareStackTrace = this.ours as never;
    this.mapped = mapped;
  }

  get followsSourceMaps(): boolean {
    return this.mapped;
  }
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
