import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const text = v.string();
/** A field of the wrong type is as good as none: somebody else's file must not stop a project from opening. */
const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);

const schema = v.object({
  name: lenient(text),
  type: lenient(v.picklist(['module', 'commonjs'])),
  main: lenient(text),
  module: lenient(text),
  bin: lenient(v.union([text, v.record(text, text)])),
  exports: lenient(v.unknown()),
  scripts: lenient(v.record(text, text)),
  packageManager: lenient(text),
  dependencies: lenient(v.record(text, text)),
  devDependencies: lenient(v.record(text, text)),
  workspaces: lenient(v.union([v.array(text), v.object({ packages: v.array(text) })])),
});

/** The fields of a package.json that say how the project is run and put together. */
export type Manifest = v.InferOutput<typeof schema>;

/** `null` when the folder has no package.json, or one that is no JSON object. */
export async function readManifest(dir: string): Promise<Manifest | null> {
  try {
    const parsed = v.safeParse(schema, JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
