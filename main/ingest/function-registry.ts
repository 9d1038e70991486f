import type { FileDefinition, FunctionDefinition, OperationDefinition, VariableDefinition } from '#format';

/** A function of the recording, as its table has it. */
export interface RecordedFunction {
  readonly file: number;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly kind: string;
  /** 1 async, 2 generator, 4 a module's top level, 8 a call out of the scope, 16 an await, 32 an operation. */
  readonly flags: number;
  readonly params: readonly string[];
  readonly level?: number | undefined;
  readonly upTo?: number | undefined;
  readonly rule?: string | undefined;
  readonly variables?: readonly VariableDefinition[] | undefined;
  readonly operation?: OperationDefinition | undefined;
}

const KIND_FLAGS: Readonly<Record<string, number>> = { module: 4, call: 8, await: 16, operation: 32 };
/** Places where something outside the scope is called: no functions of the program. */
const PLACES: ReadonlySet<string> = new Set(['call', 'await', 'operation']);

const keyOf = ({ file, line, name }: Pick<RecordedFunction, 'file' | 'line' | 'name'>): string =>
  `${file}\0${line}\0${name}`;

const UNKNOWN_FILE: FileDefinition = { id: -1, path: '<unknown>', language: 'javascript' };

/** Joins the functions of all threads by file, name and line, and gives each a dense index. */
export class FunctionRegistry {
  readonly files: { readonly path: string; readonly language: string }[] = [];
  readonly functions: RecordedFunction[] = [];
  /** Without calls, awaits and operations. */
  ownFunctions = 0;
  readonly #fileIndex = new Map<string, number>();
  readonly #functionIndex = new Map<string, number>();

  file({ path, language }: FileDefinition): number {
    let index = this.#fileIndex.get(path);
    if (index === undefined) {
      index = this.files.push({ path, language }) - 1;
      this.#fileIndex.set(path, index);
    }
    return index;
  }

  /** `file` as `file()` gave it. */
  function(definition: FunctionDefinition, file: number): number {
    const { name, line, column, endLine, kind, params, level, upTo, rule, variables, operation } = definition;
    const key = keyOf({ file, line, name });
    let index = this.#functionIndex.get(key);
    if (index === undefined) {
      const flags = (definition.async ? 1 : 0) | (definition.generator ? 2 : 0) | (KIND_FLAGS[kind] ?? 0);
      const details = { level, upTo, rule, variables, operation };
      index = this.functions.push({ file, name, line, column, endLine, kind, flags, params, ...details }) - 1;
      if (!PLACES.has(kind)) this.ownFunctions++;
      this.#functionIndex.set(key, index);
    }
    return index;
  }

  /** Takes what is in a recording already, in its order. */
  restore(
    files: readonly { readonly path: string; readonly language: string }[],
    functions: readonly RecordedFunction[],
  ): void {
    for (const file of files) this.#fileIndex.set(file.path, this.files.push(file) - 1);
    for (const known of functions) {
      const index = this.functions.push(known) - 1;
      this.#functionIndex.set(keyOf(known), index);
      if (!PLACES.has(known.kind)) this.ownFunctions++;
    }
  }

  /** Stands for a function whose definition was lost with a damaged frame. */
  unknown(id: number): number {
    const lost = { id, file: -1, name: `<function ${id}>`, line: 0, column: 0, endLine: 0 } as const;
    return this.function(
      { ...lost, kind: 'function', async: false, generator: false, params: [] },
      this.file(UNKNOWN_FILE),
    );
  }
}

export interface ThreadFunctionsState {
  readonly files: Map<number, number>;
  readonly functions: Int32Array;
}

/** What the ids of one spool stand for in the recording. */
export class ThreadFunctions {
  readonly #registry: FunctionRegistry;
  readonly #files = new Map<number, number>();
  #functions: Int32Array = new Int32Array(256).fill(-1);

  constructor(registry: FunctionRegistry) {
    this.#registry = registry;
  }

  define(files: readonly FileDefinition[], functions: readonly FunctionDefinition[]): void {
    for (const file of files) this.#files.set(file.id, this.#registry.file(file));
    for (const definition of functions) {
      const file = this.#files.get(definition.file) ?? this.#registry.file(UNKNOWN_FILE);
      this.#set(definition.id, this.#registry.function(definition, file));
    }
  }

  /** Index of every id that is known, -1 for others; replaced when it grows. */
  get indexes(): Int32Array {
    return this.#functions;
  }

  indexOf(id: number): number {
    const index = id < this.#functions.length ? (this.#functions[id] as number) : -1;
    return index >= 0 ? index : this.#lost(id);
  }

  /** Whether a function of the recording is a call out, an await or an operation. */
  isPlace(index: number): boolean {
    return PLACES.has(this.#registry.functions[index]?.kind ?? '');
  }

  placeOf(id: number): { readonly name: string; readonly file: string; readonly line: number } {
    const { functions, files } = this.#registry;
    const { name, file, line } = functions[this.indexOf(id)] as RecordedFunction;
    return { name, file: files[file]?.path ?? '', line };
  }

  /** Gives the memory back: nothing will be asked of it. */
  release(): void {
    this.#files.clear();
    this.#functions = new Int32Array(0);
  }

  save(): ThreadFunctionsState {
    return { files: this.#files, functions: this.#functions };
  }

  restore({ files, functions }: ThreadFunctionsState): void {
    for (const [id, index] of files) this.#files.set(id, index);
    this.#functions = functions.slice();
  }

  #lost(id: number): number {
    const index = this.#registry.unknown(id);
    this.#set(id, index);
    return index;
  }

  #set(id: number, index: number): void {
    if (id >= this.#functions.length) {
      const bigger = new Int32Array(Math.max(id + 1, this.#functions.length * 2)).fill(-1);
      bigger.set(this.#functions);
      this.#functions = bigger;
    }
    this.#functions[id] = index;
  }
}
