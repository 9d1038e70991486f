import * as v from 'valibot';
import { type ChooseKeys, type ChosenKeys, chooseKeysRequest } from './chosen-keys.ts';
import { type OpenedEditor, type OpenInEditor, openInEditorRequest } from './editors.ts';
import { empty, level, type ProjectDir, projectDir } from './ids.ts';
import { defineService } from './service.ts';

export type Language = 'javascript' | 'typescript' | 'python';
export type TracingLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** One way to run the project. */
export interface RunConfiguration {
  /** Unique in the project; a detected one keeps its id between openings. */
  readonly id: string;
  readonly name: string;
  /** A shell line: `npm run dev`, `node src/main.js`. */
  readonly command: string;
  /** Relative to the project; `.` is the project itself. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** `null`: as the settings say. */
  readonly level: TracingLevel | null;
  /** Where it comes from: a package.json script, an entry point, or a person. */
  readonly origin: 'script' | 'entry' | 'saved';
}

export interface EntryPoint {
  /** Relative to the project. */
  readonly file: string;
  /** Why it is taken for one: `main`, `bin`, `exports`, `index`, `manage.py` ... */
  readonly reason: string;
}

export interface Project {
  readonly dir: ProjectDir;
  readonly name: string;
  /** By number of source files, most first. */
  readonly languages: readonly { readonly language: Language; readonly files: number }[];
  readonly packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun' | null;
  readonly moduleType: 'module' | 'commonjs' | null;
  /** tsconfig files, relative. */
  readonly tsconfigs: readonly string[];
  /** Workspace package folders, relative. */
  readonly workspaces: readonly { readonly name: string; readonly dir: string }[];
  readonly entryPoints: readonly EntryPoint[];
  readonly configurations: readonly RunConfiguration[];
}

export interface RecentProject {
  readonly dir: ProjectDir;
  readonly name: string;
  /** ms since 1970. */
  readonly openedAt: number;
  /** The folder is still there. */
  readonly exists: boolean;
}

export type SettingOrigin = 'default' | 'file' | 'user' | 'run';

export interface Setting {
  /** A key of `.env.tracing`, e.g. `TRACING_DEFAULT_LEVEL`. */
  readonly key: string;
  /** As it would stand in the file. */
  readonly value: string;
  readonly origin: SettingOrigin;
  /** `default`: the built-in value; `file`: `.env.tracing` and its line. */
  readonly originDetail: string;
  readonly type: 'boolean' | 'integer' | 'number' | 'list' | 'level' | 'path' | 'choice';
  /** Of a choice: the values that there are. */
  readonly choices?: readonly string[];
  readonly description: string;
  /** The settings page groups by it. */
  readonly group: string;
  /** Why the value in the file could not be used, if so; the next origin counts then. */
  readonly problem: string | null;
}

export interface SampleProject {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface FolderListing {
  readonly dir: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly isProject: boolean }[];
}

export interface Projects {
  recent(request: Record<string, never>): Promise<readonly RecentProject[]>;
  forget(request: { dir: ProjectDir }): Promise<void>;
  /** Detects and remembers it. `refused` when it is no folder or holds no code Callscape understands. */
  open(request: { dir: ProjectDir }, signal?: AbortSignal): Promise<Project>;
  saveConfiguration(request: {
    dir: ProjectDir;
    configuration: Omit<RunConfiguration, 'origin'>;
  }): Promise<Project>;
  removeConfiguration(request: { dir: ProjectDir; id: string }): Promise<Project>;
  settings(request: { dir: ProjectDir }): Promise<readonly Setting[]>;
  /** `value: null` gives up the user's value. The file is never written. */
  changeSetting(request: { dir: ProjectDir; key: string; value: string | null }): Promise<readonly Setting[]>;
  /** Keys of the workbench that the person changed; the same for all projects. */
  chosenKeys(request: Record<string, never>): Promise<ChosenKeys>;
  /** Answers with all that is chosen then. */
  chooseKeys(request: ChooseKeys): Promise<ChosenKeys>;
  samples(request: Record<string, never>): Promise<readonly SampleProject[]>;
  /** Copies the sample into the user's data directory (once) and opens it. */
  openSample(request: { id: string }): Promise<Project>;
  /** Opens a file in the person's editor, on the machine of the engine; `refused` when there is no such editor. */
  openInEditor(request: OpenInEditor): Promise<OpenedEditor>;
  /** Folders below a folder, for the browser host's folder picker; the home directory when `dir` is null. */
  browse(request: { dir: string | null }): Promise<FolderListing>;
}

const shortText = v.pipe(v.string(), v.maxLength(1000));

export const projects = defineService<Projects>({
  name: 'projects',
  methods: {
    recent: empty,
    forget: v.strictObject({ dir: projectDir }),
    open: v.strictObject({ dir: projectDir }),
    saveConfiguration: v.strictObject({
      dir: projectDir,
      configuration: v.strictObject({
        id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
        name: v.pipe(shortText, v.minLength(1)),
        command: v.pipe(v.string(), v.minLength(1), v.maxLength(32_768)),
        cwd: shortText,
        env: v.record(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/)), v.string()),
        level: v.nullable(level),
      }),
    }),
    removeConfiguration: v.strictObject({ dir: projectDir, id: shortText }),
    settings: v.strictObject({ dir: projectDir }),
    changeSetting: v.strictObject({
      dir: projectDir,
      key: v.pipe(v.string(), v.regex(/^TRACING_[A-Z_]+$/)),
      value: v.nullable(shortText),
    }),
    chosenKeys: empty,
    chooseKeys: chooseKeysRequest,
    samples: empty,
    openSample: v.strictObject({ id: shortText }),
    openInEditor: openInEditorRequest,
    browse: v.strictObject({ dir: v.nullable(projectDir) }),
  },
  events: {},
});
