import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { type Baseline, ContractError } from '#contract';
import { openDocument, type VersionedFormat } from '../versions.ts';
import { baselineSchema } from './schema.ts';

const MAX_BYTES = 256_000_000;

const format: VersionedFormat = {
  format: 'callscape-baseline',
  title: 'Callscape baseline',
  version: 1,
  upgraders: {},
};

/** @param source what messages call it: its path or name */
export function parseBaseline(text: string, source: string): Baseline {
  const result = v.safeParse(baselineSchema, openDocument(text, source, format));
  if (!result.success) {
    const [issue] = result.issues;
    const place = v.getDotPath(issue) ?? 'the document';
    throw new ContractError('damaged', `${source} is damaged: ${place}: ${issue.message}. Export it again.`);
  }
  requireIndexes(result.output, source);
  return result.output;
}

export async function readBaseline(file: string): Promise<Baseline> {
  if (!isAbsolute(file)) throw new ContractError('invalid-request', `${file} is not an absolute path.`);
  const found = await stat(file).catch(() => null);
  if (found === null) throw new ContractError('not-found', `There is no file ${file}. Check the path.`);
  if (found.isDirectory()) throw new ContractError('refused', `${file} is a folder. Choose a baseline file.`);
  if (found.size > MAX_BYTES) {
    throw new ContractError(
      'refused',
      `${file} is larger than ${MAX_BYTES / 1e6} MB; no baseline is. Choose another file.`,
    );
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ContractError('refused', `${file} cannot be read (${error.code}). Check its permissions.`);
  });
  return parseBaseline(text, file);
}

function requireIndexes({ functions, callGraph, modules }: Baseline, source: string): void {
  const fits =
    callGraph.every(({ from, to }) => from < functions.length && to < functions.length) &&
    modules.edges.every(({ from, to }) => from < modules.nodes.length && to < modules.nodes.length);
  if (!fits)
    throw new ContractError(
      'damaged',
      `${source} is damaged: its graph names rows it does not have. Export it again.`,
    );
}
