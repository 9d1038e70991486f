/** What one file defines and uses, by name: enough to say what is alive without looking at its text again. */
export interface CodeFacts {
  readonly functions: readonly FunctionFact[];
  /** The first one is the module itself: what runs when it is loaded. A parent stands before its children. */
  readonly definitions: readonly DefinitionFact[];
  readonly exports: readonly ExportFact[];
  readonly observations: readonly Observation[];
  readonly style: StyleFacts;
  readonly suppressions: readonly Suppression[];
  /** Texts that look like the path of a source file: another way to name a module. */
  readonly paths: readonly string[];
  /** Texts that look like a name: another way to name a function. */
  readonly words: readonly string[];
  /** Beginnings of names that are put together: `on` of `` this[`on${event}`] ``. */
  readonly prefixes: readonly string[];
  /** `commonjs` and `esm` by what stands in it; a `script` shares its top level with other scripts. */
  readonly format: 'esm' | 'commonjs' | 'script' | 'python';
  /** Text becomes code somewhere in it: nothing in the file is surely dead. */
  readonly evaluates: boolean;
  /** It loads modules whose names are put together while it runs. */
  readonly loadsComputed: boolean;
  /** Modules of whose types only comments speak, and on which line: no edges of the graph, but not without a use. */
  readonly commented?: readonly { readonly specifier: string; readonly line: number }[];
  /** A tool wrote it: it says so at its top, or is compressed. Nobody mends it by hand. */
  readonly isMade: boolean;
}

/**
 * What the comment right before something (in Python its docstring) says: words, or nothing but marks (`@internal`, `eslint-disable-line`);
 * `null`: there is none.
 */
export type Documented = 'words' | 'marks' | null;

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A function as the tracer would record it: the same qualified name and line. */
export interface FunctionFact extends Place {
  readonly name: string;
  readonly kind: 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter' | 'static-block';
  readonly async: boolean;
  readonly generator: boolean;
  /** McCabe's cyclomatic complexity: 1, and 1 for each branch, loop, case, catch and short circuit. */
  readonly complexity: number;
  readonly params: number;
  readonly documented: Documented;
  /** It has a `throw` (`raise`) of its own; one that hands on what was caught is none. */
  readonly throws: boolean;
  /** It loops, or calls a method that does. */
  readonly loops: boolean;
  /** Parameters that a call may leave out: with a default, or optional by their type. */
  readonly optional?: readonly string[];
  /** Words of notes before it or in its documentation which say that no recorded call gave something (`notes.ts`). */
  readonly noted?: readonly string[];
  readonly branches?: readonly BranchFact[];
}

/** A way through a function that a call may take or not, whose code shares no line with what decides. */
export interface BranchFact {
  /** `value`: a side of a conditional expression. It is no statement, so that a run cannot show its lines. */
  readonly kind: 'then' | 'else' | 'case' | 'catch' | 'value';
  /** Line of the statement that decides. */
  readonly line: number;
  /** Its own lines. */
  readonly from: number;
  readonly to: number;
  /** It only turns away what should not come: it throws, or gives up at once. */
  readonly guard: boolean;
  /** A note at its beginning says that no recorded call came there. */
  readonly noted: boolean;
}

/** Something that may be dead. */
export interface DefinitionFact extends Place {
  /** Qualified as a function's. */
  readonly name: string;
  readonly kind: 'module' | 'function' | 'class' | 'method' | 'variable';
  /** Enclosing definition; -1 for the module. What is inside can only be alive when the outside is. */
  readonly parent: number;
  /**
   * What keeps it alive besides its parent. `inline`: nothing. `binding`: a use of its name. `member`: a use of any member
   * of this name.
   */
  readonly by: 'inline' | 'binding' | 'member';
  /** The name by which a member is used; `=name` for a setter, which assignments use. */
  readonly member: string | null;
  /** For a member: whose value may be used whole, and then keeps all of its members. -1: a class, which does not. */
  readonly owner: number;
  /** Index into `functions`; -1 for none. */
  readonly function: number;
  /** Other definitions of this file. */
  readonly uses: readonly { readonly definition: number; readonly member: string | null }[];
  readonly imports: readonly ImportUse[];
  /** Specifiers of modules that are loaded where this runs (`require()`, `import()`). */
  readonly loads: readonly string[];
  /** Names of all members it reads or calls; `=name` for those it assigns. */
  readonly members: readonly string[];
  /** Names it uses that the file does not define. */
  readonly globals: readonly string[];
  readonly calls: readonly CallFact[];
  /** Of a class: what it extends. `external`: something the project does not define, which may call its methods. */
  readonly superclass: number | ImportUse | 'external' | null;
  /** A decorator, or a mark in a comment (`@public`), says that something else uses it. */
  readonly marked: boolean;
}

/** A use of what another module exports. */
export interface ImportUse {
  readonly specifier: string;
  /** Name of the export; `*`: all of them, for a namespace that is handed on. */
  readonly name: string;
  /** The member that is read of it; `null`: it is used whole. */
  readonly member: string | null;
}

export interface CallFact {
  readonly line: number;
  /** How many arguments it gives; -1: not known. */
  readonly args: number;
  readonly target:
    | { readonly kind: 'definition'; readonly definition: number }
    | ({ readonly kind: 'import' } & ImportUse)
    | { readonly kind: 'member'; readonly name: string; readonly ofThis: boolean };
}

export interface ExportFact extends Place {
  /** `default`, a name, or `*`; CommonJS: `=` for `module.exports = `. */
  readonly name: string;
  /** What of this file it exports; -1: nothing that is known by itself. */
  readonly definition: number;
  /** Re-exported from another module. */
  readonly from: ImportUse | null;
  readonly typeOnly: boolean;
  readonly documented: Documented;
  /** Its own module uses it as an export: through `module.exports`, or `this`. */
  readonly usedHere?: boolean;
}

/** Something in the text that a rule may find wrong. The rule decides; this only says what stands there. */
export interface Observation extends Place {
  readonly kind: ObservationKind;
  /** The definition it stands in. */
  readonly definition: number;
  /** In a loop of its function: one call of it does so many times. */
  readonly inLoop: boolean;
  /** What a person would look for: the callee, the name. */
  readonly subject: string;
  /** Further names, by the kind's own meaning. */
  readonly detail: readonly string[];
}

export type ObservationKind =
  /** Awaits in one block, none of which needs another; detail: the callees. */
  | 'sequential-awaits'
  /** A call that blocks the thread on input or output. */
  | 'sync-io'
  /** An error is caught and its reason thrown away. */
  | 'swallowed-error'
  /** A listener is added to something that lives longer; never removed in the file. */
  | 'listener-added'
  /** A repeating timer is started and never cleared in the file. */
  | 'timer-started'
  /** A warning of the runtime is switched off. */
  | 'warning-hidden'
  /** Something that lives as long as the module grows; detail: names of the definitions that take something out of it. */
  | 'collection-grows'
  /** Division by a length, or an element by it, without a look whether there is any. */
  | 'empty-input'
  /** Python: a default value that calls share. */
  | 'mutable-default'
  /** Python: a coroutine blocks its loop. */
  | 'blocks-loop';

/** How a file is written, as counts; a rule compares files. */
export interface StyleFacts {
  /** Line of the first of each oddity and how many there are. */
  readonly oddities: readonly { readonly kind: string; readonly line: number; readonly count: number }[];
}

/** `// callscape-ignore rule: reason`: on the line before or on the same line. */
export interface Suppression {
  readonly line: number;
  readonly rule: string;
  readonly reason: string;
}

export const noStyle: StyleFacts = { oddities: [] };
