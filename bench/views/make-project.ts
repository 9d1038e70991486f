import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { definitions } from '../store/generate-spools.ts';

const METHOD_LINES = 12;

/**
 * Source for the functions of a generated recording, each where the recording says, so that an analysis has something to read and to join:
 * modules of classes that call the next ones' methods, some in loops and behind conditions.
 */
export function makeProject(folder: string, count: number): string {
  const project = join(folder, 'project');
  const { files, functions } = definitions(count);
  const text = (name: string, content: string): void => {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), content);
  };
  text(
    'package.json',
    JSON.stringify({ name: 'server', version: '1.0.0', type: 'module', main: files[0]?.path }),
  );
  for (const { id, path } of files) {
    const next = (id + 1) % files.length;
    const lines: string[] = [];
    for (const { id: fn, file, name, line, async } of functions) {
      if (file !== id) continue;
      const method = name.slice(name.indexOf('.') + 1);
      const callee = functions[(fn * 7 + 20) % count];
      const body = [
        `  if (a === undefined) throw new Error('no a in ${method}');`,
        '  let sum = 0;',
        '  for (const each of [a, b]) {',
        `    if (each > ${fn % 9}) sum += each;`,
        '  }',
        `  const next = new Module${next}();`,
        `  return next.${callee?.name.slice(callee.name.indexOf('.') + 1)}?.(sum, b) ?? this.last;`,
        '}',
      ];
      lines[line - 1] =
        `${line === 1 ? `export class Module${id} { ` : ''}${async ? 'async ' : ''}${method}(a, b) {`;
      for (const [at, one] of body.entries()) lines[line + at] = one;
      for (let at = line + body.length; at < line - 1 + METHOD_LINES; at++) lines[at] = '';
    }
    lines.push('}', `import { Module${next} } from './module${next}.js';`, '');
    text(path, lines.join('\n'));
  }
  return project;
}
