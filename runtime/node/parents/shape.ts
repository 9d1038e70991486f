/** An asynchronous program and the call tree that it must give, drawn as `treeText` draws it, with plain names. */
export interface Shape {
  readonly name: string;
  /** Of `main.cjs`. */
  readonly code: string;
  readonly tree: string;
  /** Other files of the project; what stands in `node_modules` is not traced. */
  readonly files?: Readonly<Record<string, string>>;
  /** What it prints. */
  readonly prints?: string;
  /** The oldest major version of Node that can run it. */
  readonly since?: number;
  /** Options of Node. */
  readonly options?: readonly string[];
}

/** The lines of a template without the indentation that all of them have. */
export function drawn(parts: TemplateStringsArray): string {
  const lines = parts.join('').replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => `${line.slice(indent)}\n`).join('');
}
