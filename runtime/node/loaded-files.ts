import { fileURLToPath } from 'node:url';
import { disguises, replaceMethod } from './disguise.ts';
import { originalColumn, originalSlice, type Rewritten } from './instrument/edits.ts';
import type { Place } from './instrument/embedded.ts';
import { SafeMap } from './record/safe-map.ts';

export interface LoadedFile {
  readonly rewritten: Rewritten;
  /** Where it stands in its file, if it is a part of one. */
  readonly place?: Place | undefined;
  /** As in `Instrumented`, of the functions from this id on. */
  readonly heads: readonly number[];
  readonly firstId: number;
}

/** The rewritten texts of this thread, to give back what the app's author wrote where the app looks at itself. */
export class LoadedFiles {
  private readonly byName = new SafeMap<string, LoadedFile>();
  private readonly all: LoadedFile[] = [];

  /** `name`: path or URL that the engine knows the script by. */
  add(name: string, file: LoadedFile): void {
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

  /** By a name, or the URL of a name that is a path. */
  find(name: string): LoadedFile | undefined {
    return (
      this.byName.get(name) ?? (name.startsWith('file:') ? this.byName.get(fileURLToPath(name)) : undefined)
    );
  }

  /** Original column of a place in a rewritten script; undefined for other scripts. */
  column(name: string, line: number, column: number): number | undefined {
    const file = this.find(name);
    if (!file) return undefined;
    const own = line - (file.place?.line ?? 0);
    const moved = own === 1 ? (file.place?.column ?? 0) : 0;
    return originalColumn(file.rewritten, own, column - moved) + moved;
  }
}

/** The `toString` of a context's functions gives the text as its author wrote it. */
export function hideInFunctionText(files: LoadedFiles, prototype: object = Function.prototype): void {
  const { apply } = Reflect;
  replaceMethod(prototype, 'toString', (original) => {
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
