import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as v from 'valibot';

const scripts = v.record(v.string(), v.string());
/** A field of the wrong type is as good as none: somebody else's file must not stop a project from opening. */
const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);

const schema = v.object({
  project: lenient(v.object({ name: lenient(v.string()), scripts: lenient(scripts) })),
  tool: lenient(
    v.object({
      pytest: lenient(v.unknown()),
      poetry: lenient(v.object({ name: lenient(v.string()), scripts: lenient(scripts) })),
    }),
  ),
});

/** What a Python project's own files say about running it. */
export interface PyProject {
  readonly name: string | undefined;
  /** Console entry points: their names and `module:function`. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly usesPytest: boolean;
  /** Its tests are found by `python -m unittest`. */
  readonly usesUnittest: boolean;
}

/** `names`: of the files in the folder. A pyproject.toml that is none counts as empty. */
export async function readPyProject(dir: string, names: readonly string[]): Promise<PyProject> {
  const { project, tool } = names.includes('pyproject.toml') ? await readToml(dir) : {};
  const requirements = names.filter((name) =>
    /^(requirements.*\.txt|tox\.ini|setup\.cfg|Pipfile)$/.test(name),
  );
  const texts = await Promise.all(
    requirements.map((name) => readFile(join(dir, name), 'utf8').catch(() => '')),
  );
  return {
    name: project?.name ?? tool?.poetry?.name,
    scripts: { ...tool?.poetry?.scripts, ...project?.scripts },
    usesPytest:
      tool?.pytest !== undefined ||
      names.includes('pytest.ini') ||
      names.includes('conftest.py') ||
      texts.some((text) => /^\s*\[?(tool:)?pytest\b/m.test(text)) ||
      (await exists(join(dir, 'tests', 'conftest.py'))),
    usesUnittest: await hasUnittests(dir, names),
  };
}

/** Whether a test of the folder, or of its package of tests, is one of unittest. */
async function hasUnittests(dir: string, names: readonly string[]): Promise<boolean> {
  for (const folder of ['.', 'tests', 'test']) {
    if (folder !== '.' && !names.includes(folder)) continue;
    const inside = folder === '.' ? names : await readdir(join(dir, folder)).catch(() => []);
    // Only packages are looked into by unittest.
    if (folder !== '.' && !inside.includes('__init__.py')) continue;
    for (const name of inside.filter((one) => /^test.*\.py$/.test(one)).slice(0, 20)) {
      const text = await readFile(join(dir, folder, name), 'utf8').catch(() => '');
      if (/^\s*(?:import|from)\s+unittest\b/m.test(text)) return true;
    }
  }
  return false;
}

async function readToml(dir: string): Promise<v.InferOutput<typeof schema>> {
  try {
    const parsed = v.safeParse(schema, parse(await readFile(join(dir, 'pyproject.toml'), 'utf8')));
    return parsed.success ? parsed.output : {};
  } catch {
    return {};
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
