import type { TimeRange } from '#contract';
import {
  firstView,
  home,
  type Location,
  type Selection,
  type SourcePlace,
  type StepPlace,
  viewIds,
} from './location.ts';

/** A link that cannot be followed, with the reason as a sentence. */
export type ParsedLink =
  | { readonly ok: true; readonly location: Location }
  | { readonly ok: false; readonly reason: string };

/**
 * The part of an address after `#`:
 * `/p/<folder>/r/<run>/<view>?range=<startNs>-<endNs>&sel=<selection>&src=<path>:<line>&step=<thread>:<step>&own=<text>`, where
 * a selection is `span:<id>:<function>`, `function:<index>`, `module:<path>` or `finding:<id>`, and the own text is the view's.
 * Parts that are not set are left out; a project without a view opens on the first one.
 */
export function formatLink(at: Location): string {
  let path = '';
  if (at.project !== null) path += `/p/${encodeURIComponent(at.project)}`;
  if (at.run !== null) path += `/r/${encodeURIComponent(at.run)}`;
  path += `/${at.view}`;
  const query = new URLSearchParams();
  if (at.range) query.set('range', `${at.range.startNs}-${at.range.endNs}`);
  if (at.selection) query.set('sel', formatSelection(at.selection));
  if (at.source) query.set('src', formatSource(at.source));
  const own = at.own[at.view];
  if (own) query.set('own', own);
  if (at.step) query.set('step', `${at.step.thread}:${at.step.step}`);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export function parseLink(hash: string): ParsedLink {
  const text = hash.replace(/^#/, '');
  if (text === '' || text === '/') return { ok: true, location: home };
  const [path = '', queryText = ''] = split(text, '?');
  let parts: string[];
  try {
    parts = path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return wrong('is not a well-formed address');
  }
  let project: string | null = null;
  let run: string | null = null;
  if (parts[0] === 'p') project = parts.splice(0, 2)[1] || null;
  if (parts[0] === 'r') run = parts.splice(0, 2)[1] || null;
  // Whoever only wants to open a project need not know the views.
  if (project !== null && parts.length === 0) parts = [firstView];
  const view = parts.length === 1 ? viewIds.find((id) => id === parts[0]) : undefined;
  if (!view) return wrong(`names no view of Callscape (${parts.join('/') || 'none'})`);
  if (run !== null && project === null) return wrong('names a run without its project');
  return parseQuery({ ...home, project, run, view }, new URLSearchParams(queryText));
}

function parseQuery(base: Location, query: URLSearchParams): ParsedLink {
  const [rangeText, selectionText, sourceText] = [query.get('range'), query.get('sel'), query.get('src')];
  const range = rangeText === null ? null : parseRange(rangeText);
  if (range === undefined) return wrong(`has a time range that is none (${rangeText})`);
  const selection = selectionText === null ? null : parseSelection(selectionText);
  if (selection === undefined) return wrong(`has a selection that is none (${selectionText})`);
  const ownText = query.get('own');
  const own = ownText === null ? {} : { [base.view]: ownText };
  const step = parseStep(query.get('step'));
  return { ok: true, location: { ...base, range, selection, source: parseSource(sourceText), own, step } };
}

function formatSelection(selection: Selection): string {
  switch (selection.kind) {
    case 'span':
      return `span:${selection.span}:${selection.function}`;
    case 'function':
      return `function:${selection.function}`;
    case 'module':
      return `module:${selection.path}`;
    case 'finding':
      return `finding:${selection.id}`;
  }
}

function parseSelection(text: string): Selection | undefined {
  const span = /^span:([0-9a-f]{16}):(\d{1,9})$/.exec(text);
  if (span) return { kind: 'span', span: span[1] as string, function: Number(span[2]) };
  const fn = /^function:(\d{1,9})$/.exec(text);
  if (fn) return { kind: 'function', function: Number(fn[1]) };
  if (text.startsWith('module:') && text.length > 7) return { kind: 'module', path: text.slice(7) };
  const finding = /^finding:([0-9a-f]{1,64})$/.exec(text);
  return finding ? { kind: 'finding', id: finding[1] as string } : undefined;
}

function formatSource(place: SourcePlace): string {
  return `${place.path}:${place.line ?? ''}`;
}

function parseSource(text: string | null): SourcePlace | null {
  const parts = text === null ? null : /^(.+):(\d{0,9})$/s.exec(text);
  if (!parts) return null;
  return { path: parts[1] as string, line: parts[2] ? Number(parts[2]) : null };
}

function parseStep(text: string | null): StepPlace | null {
  const parts = text === null ? null : /^(\d{1,5}):(\d{1,15})$/.exec(text);
  return parts ? { thread: Number(parts[1]), step: Number(parts[2]) } : null;
}

/** Numbers are written as JavaScript does, so an exponent's sign must not be taken for the dash. */
function parseRange(text: string): TimeRange | undefined {
  const parts = /^(-?[\d.]+(?:e[+-]?\d+)?)-(-?[\d.]+(?:e[+-]?\d+)?)$/.exec(text);
  if (!parts) return undefined;
  const [startNs, endNs] = [Number(parts[1]), Number(parts[2])];
  return endNs > startNs ? { startNs, endNs } : undefined;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function wrong(what: string): ParsedLink {
  return { ok: false, reason: `This link ${what}.` };
}
