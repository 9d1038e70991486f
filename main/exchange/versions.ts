import { ContractError } from '#contract';

/** Lifts a document from the version it stands for to the next one. */
export type Upgrader = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

export interface VersionedFormat {
  /** The value of the document's `format` field. */
  readonly format: string;
  /** What a person calls it: `Callscape baseline`. */
  readonly title: string;
  readonly version: number;
  /** By the version they upgrade from; one for each version below the current. */
  readonly upgraders: Readonly<Record<number, Upgrader>>;
}

/**
 * Parses a document of a format and brings it to the current version. `damaged` when it is something else, `refused` when
 * it is newer than this Callscape knows.
 * @param source what messages call the document: its path or name
 */
export function openDocument(
  text: string,
  source: string,
  known: VersionedFormat,
): Readonly<Record<string, unknown>> {
  let document = parseObject(text, source, known);
  if (document.format !== known.format) {
    throw new ContractError(
      'damaged',
      `${source} is not a ${known.title}. Export one from a run, and choose that file.`,
    );
  }
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new ContractError(
      'damaged',
      `${source} does not say which version of the format it has. Export it again.`,
    );
  }
  if (version > known.version) {
    throw new ContractError(
      'refused',
      `${source} was written by a newer Callscape (${known.title} version ${version}; this one reads up to ${known.version}). Update Callscape.`,
    );
  }
  for (let from = version; from < known.version; from++) {
    const upgrade = known.upgraders[from];
    if (upgrade === undefined) throw new Error(`No upgrader of ${known.format} from version ${from}`);
    document = { ...upgrade(document), version: from + 1 };
  }
  return document;
}

function parseObject(
  text: string,
  source: string,
  known: VersionedFormat,
): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new ContractError(
      'damaged',
      `${source} is no ${known.title}, or was cut off: it is not valid JSON. Export it again.`,
    );
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
