/**
 * Where a worker's code is. From source it stands beside the module that starts it and Node strips its types; in the
 * bundle every worker is a file of its own beside the chunks.
 *
 * @param name the file name without its ending, `ingest-worker`
 * @param importMetaUrl `import.meta.url` of the module that starts the worker, in the same folder as its source
 */
export function workerUrl(name: string, importMetaUrl: string): URL {
  const ending = importMetaUrl.endsWith('.ts') ? 'ts' : 'mjs';
  return new URL(`./${name}.${ending}`, importMetaUrl);
}
