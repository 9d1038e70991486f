/**
 * Adds `--require file` in front of NODE_OPTIONS. Node splits the variable at spaces, takes double quotes around a value,
 * and inside them a backslash as an escape.
 */
export function addRequire(nodeOptions: string | undefined, file: string): string {
  const quoted = /[\s"\\]/.test(file) ? `"${file.replace(/["\\]/g, '\\$&')}"` : file;
  const ours = `--require ${quoted}`;
  const own = nodeOptions?.trim() ?? '';
  if (own === '') return ours;
  return own.includes(ours) ? own : `${ours} ${own}`;
}
