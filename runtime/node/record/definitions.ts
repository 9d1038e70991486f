import { encodeJsonFrame, type FileDefinition, FRAME, type FunctionDefinition } from '../../format/index.ts';

/** A function as the instrumenter found it; ids come when a thread loads the file. */
export interface FunctionMeta extends Omit<FunctionDefinition, 'id' | 'file'> {
  /** Path as in `FileDefinition`: the original file. */
  readonly path: string;
}

/** A `push` of the app's own may be traced and flush, which takes the list away meanwhile. */
function add<T>(list: T[], one: T): void {
  list[list.length] = one;
}

/** Ids for the files and functions of one thread's spool. */
export class Definitions {
  instrumentedFiles = 0;
  private readonly fileIds = new Map<string, number>();
  /** Functions of the app: not the calls and awaits in them. */
  instrumentedFunctions = 0;
  private nextFunction = 0;
  private files: FileDefinition[] = [];
  private functions: FunctionDefinition[] = [];

  /** Ids given so far. */
  get count(): number {
    return this.nextFunction;
  }

  /** Names the functions; gives the id of the first, the others follow it. */
  define(metas: readonly FunctionMeta[]): number {
    const first = this.nextFunction;
    this.instrumentedFiles++;
    for (const { path, ...meta } of metas) {
      if (!/^(?:call|await|module)$/.test(meta.kind)) this.instrumentedFunctions++;
      add(this.functions, { ...meta, id: this.nextFunction++, file: this.fileId(path) });
    }
    return first;
  }

  private fileId(path: string): number {
    const known = this.fileIds.get(path);
    if (known !== undefined) return known;
    const id = this.fileIds.size;
    this.fileIds.set(path, id);
    const language = /\.[cm]?tsx?$/.test(path) ? 'typescript' : 'javascript';
    add(this.files, { id, path, language });
    return id;
  }

  /** A DEFINITIONS frame of what is new since the last call, or undefined. */
  takeFrame(): Uint8Array | undefined {
    if (this.files.length === 0 && this.functions.length === 0) return undefined;
    const frame = encodeJsonFrame(FRAME.DEFINITIONS, { files: this.files, functions: this.functions });
    this.files = [];
    this.functions = [];
    return frame;
  }
}
