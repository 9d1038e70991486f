import { delimiter, join, sep } from 'node:path';
import { addRequire } from './node-options.ts';

export type Environment = Readonly<Record<string, string>>;

export interface EnvironmentOptions {
  /** What Callscape itself was started with. */
  readonly base: NodeJS.ProcessEnv;
  /** Callscape's own folder, to take what npm put on the path for it off again. */
  readonly installRoot: string;
  /** What the run configuration adds; it stands above the base. */
  readonly extra: Environment;
  /** Folders of programs that stand above the person's own, the first before the others. */
  readonly programs?: readonly string[];
  /** Absolute paths of Node's hook, the folder of Python's, and their configuration; `null`: not traced. */
  readonly tracer: { readonly nodeHook: string; readonly pythonHook: string; readonly config: string } | null;
}

/** Set by `npm run` and `npx` for the package they run, which is Callscape and not the target. */
const npmOwn =
  /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(user_agent|node_gyp|local_prefix|global_prefix|globalconfig|userconfig|init_module|npm_version|noproxy|prefix|cache|allow_scripts)$)/i;
const startedByNpm = ['INIT_CWD', 'NODE', 'ELECTRON_RUN_AS_NODE', 'CALLSCAPE_CONFIG'];

/**
 * The environment of a target: the person's own, so that their Node or Python runs it, plus the hooks. The person's NODE_OPTIONS are
 * kept behind ours, so that modules they preload are traced too.
 */
export function targetEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { extra, tracer, programs = [] } = options;
  const own = ownEnvironment(options.base, options.installRoot);
  const env = { ...withPrograms(own, programs), ...extra };
  if (tracer === null) return env;
  return {
    ...env,
    NODE_OPTIONS: addRequire(env.NODE_OPTIONS, tracer.nodeHook),
    PYTHONPATH: firstOnPath(tracer.pythonHook, env.PYTHONPATH),
    CALLSCAPE_CONFIG: tracer.config,
  };
}

/** The environment as it was before npm or Electron started Callscape in it. */
function ownEnvironment(base: NodeJS.ProcessEnv, installRoot: string): Record<string, string> {
  const throughNpm = base.npm_execpath !== undefined || base.npm_lifecycle_event !== undefined;
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(base)) {
    if (value === undefined || startedByNpm.includes(key)) continue;
    if (throughNpm && npmOwn.test(key)) continue;
    env[key] = key.toUpperCase() === 'PATH' ? withoutOurTools(value, installRoot) : value;
  }
  return env;
}

function withPrograms(env: Record<string, string>, folders: readonly string[]): Record<string, string> {
  if (folders.length === 0) return env;
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: [...folders, env[key]].filter(Boolean).join(delimiter) };
}

/** Python takes the first `sitecustomize` it finds, and ours runs the person's own after itself. */
function firstOnPath(folder: string, path: string | undefined): string {
  if (path === undefined || path === '') return folder;
  const others = path.split(delimiter).filter((entry) => entry !== folder);
  return [folder, ...others].join(delimiter);
}

/** Takes our `node_modules/.bin`, with the pinned Node in it, and npm's own helpers off the path. */
export function withoutOurTools(path: string, installRoot: string): string {
  const ours = join(installRoot, 'node_modules', '.bin');
  const pinned = join(installRoot, 'node_modules', 'node', 'bin');
  const helpers = `${sep}@npmcli${sep}run-script${sep}lib${sep}node-gyp-bin`;
  return path
    .split(delimiter)
    .filter((folder) => folder !== ours && folder !== pinned && !folder.endsWith(helpers))
    .join(delimiter);
}
