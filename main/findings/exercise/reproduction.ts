import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { PlannedModule, PlannedTarget } from './plan.ts';
import type { Failure } from './protocol.ts';

/** The failing call as a line that can be run from the project's folder; `null` where its arguments were cut. @param root absolute */
export function reproduction(
  root: string,
  { file, format }: Pick<PlannedModule, 'file' | 'format'>,
  { exported, member }: PlannedTarget,
  { input, instance, receiver }: Pick<Failure, 'input' | 'instance' | 'receiver'>,
): string | null {
  if ([input, instance ?? '', receiver ?? ''].some(isCut)) return null;
  if (format === 'python') {
    const { folder, name } = pythonModule(root, file);
    const line = `from ${name} import ${exported}; ${called(exported)}`;
    return folder === '' ? line : `import sys; sys.path.insert(0, ${JSON.stringify(folder)}); ${line}`;
  }
  const module = JSON.stringify(`./${file}`);
  const whole = format === 'commonjs' ? `require(${module})` : `(await import(${module}))`;
  const isWhole = exported === '=' || (exported === 'default' && format === 'commonjs');
  return called(
    isWhole && format === 'commonjs' ? whole : `${whole}.${exported === '=' ? 'default' : exported}`,
  );

  function called(value: string): string {
    if (member === null) return `${value}(${input})`;
    if (member.kind === 'constructor') return `${newOf(value)}(${input})`;
    if (member.kind === 'method' && receiver !== null)
      return `${rebuilt(value, receiver)}.${member.name}(${input})`;
    if (member.kind === 'static' || instance === null) return `${value}.${member.name}(${input})`;
    return `${newOf(value)}(${instance}).${member.name}(${input})`;
  }

  /** An object of the class with these fields, made without its constructor. */
  function rebuilt(value: string, fields: string): string {
    if (format !== 'python') return `Object.assign(Object.create(${value}.prototype), ${fields})`;
    return `it = object.__new__(${value}); it.__dict__.update(${fields}); it`;
  }

  /** `new require('x').A()` would call `require` as a constructor. */
  function newOf(value: string): string {
    if (format === 'python') return value;
    return format === 'commonjs' ? `new (${value})` : `new ${value}`;
  }
}

const isCut = (input: string): boolean => input.endsWith('...');

/** A module by the name that its packages give it, and the folder that this name is looked up in, '' for the project's own. */
export function pythonModule(root: string, file: string): { readonly folder: string; readonly name: string } {
  const parts = [posix.basename(file).replace(/\.pyw?$/, '')];
  let folder = posix.dirname(file);
  while (folder !== '.' && existsSync(join(root, folder, '__init__.py'))) {
    parts.unshift(posix.basename(folder));
    folder = posix.dirname(folder);
  }
  const name = parts.filter((part) => part !== '__init__').join('.');
  return { folder: folder === '.' ? '' : folder, name };
}
