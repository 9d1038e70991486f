import { readdirSync, readFileSync } from 'node:fs';

/** What somebody who knows the project says of one function or class. */
export interface LabelledCase {
  readonly file: string;
  readonly line: number;
  readonly label: 'dead' | 'alive' | 'convention' | 'dynamic';
}

/** A project of a few files, each function of which is labelled. */
export interface LabelledProject {
  readonly name: string;
  /** Without the labels; the lines are the same. */
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly LabelledCase[];
}

const label = /[ \t]*(?:\/\/|#) @(dead|alive|convention|dynamic)$/;

/**
 * The projects of this folder, each drawn in one text: `--- path` begins a file, and a comment `@dead`, `@alive`,
 * `@convention` (a framework, tool or user of the package calls it) or `@dynamic` (by a name that is put together) labels
 * what begins on its line.
 */
export function labelledProjects(): LabelledProject[] {
  const drawings = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));
  return drawings.sort().map((name) => {
    const files: Record<string, string> = {};
    const cases: LabelledCase[] = [];
    const text = readFileSync(new URL(name, import.meta.url), 'utf8');
    for (const part of text.split(/^--- /m).slice(1)) {
      const [file = '', ...lines] = part.split('\n');
      lines.forEach((line, index) => {
        const found = label.exec(line)?.[1];
        if (found !== undefined) cases.push({ file, line: index + 1, label: found as LabelledCase['label'] });
      });
      files[file] = lines.map((line) => line.replace(label, '')).join('\n');
    }
    return { name: name.slice(0, -'.txt'.length), files, cases };
  });
}
