import type {
  CallScope,
  CallTreeTransform,
  CallWeight,
  IndexIntoFunctions,
  IndexIntoThreads,
  RunId,
  SpanId,
  TimeRange,
} from '#contract';
import type { OwnText } from '../../state/index.ts';

export const flameOrders = ['first-call', 'left-heavy', 'sandwich', 'bottom-up'] as const;
export type FlameOrder = (typeof flameOrders)[number];
export const flameWeights: readonly CallWeight[] = ['total', 'self', 'calls', 'memory'];

/** How the flame graph shows a run; all of it is in the address. */
export interface FlameSettings {
  readonly order: FlameOrder;
  readonly by: CallWeight;
  readonly thread: IndexIntoThreads | null;
  /** Only the trace of this span. */
  readonly trace: SpanId | null;
  /** The function in the middle of a sandwich; `null`: the one with most self time. */
  readonly middle: IndexIntoFunctions | null;
  /** The run that this one is compared with. */
  readonly base: RunId | null;
  /** In the order they were asked for. */
  readonly transforms: readonly PlainTransform[];
}

/** Turning the tree upside down is an order here, and no transform. */
export type PlainTransform = Exclude<CallTreeTransform, { readonly kind: 'invert' }>;

export const firstFlameSettings: FlameSettings = {
  order: 'left-heavy',
  by: 'total',
  thread: null,
  trace: null,
  middle: null,
  base: null,
  transforms: [],
};

/** The calls that are shown. */
export const scopeOf = ({ thread, trace }: FlameSettings, range: TimeRange | null): CallScope => ({
  ...(range && { range }),
  ...(thread !== null && { thread }),
  ...(trace !== null && { trace }),
});

const letters = {
  'focus-function': 'f',
  'focus-subtree': 'F',
  'merge-function': 'm',
  'merge-node': 'M',
  'drop-function': 'd',
  'collapse-file': 'c',
} as const;

/** `bottom-up;by:calls;thread:1;do:f12,F3.4.7,m2`: only what differs from the beginning. Transforms are a letter and their codes. */
export const flameText: OwnText<FlameSettings> = {
  write({ order, by, thread, trace, middle, base, transforms }) {
    const first = firstFlameSettings;
    const parts = [
      order === first.order ? '' : order,
      by === first.by ? '' : `by:${by}`,
      thread === null ? '' : `thread:${thread}`,
      trace === null ? '' : `trace:${trace}`,
      middle === null ? '' : `of:${middle}`,
      base === null ? '' : `base:${base}`,
      transforms.length === 0 ? '' : `do:${transforms.map(transformText).join(',')}`,
    ];
    return parts.filter((part) => part !== '').join(';');
  },
  read(text) {
    const settings: { -readonly [K in keyof FlameSettings]: FlameSettings[K] } = { ...firstFlameSettings };
    for (const part of text.split(';')) {
      const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(part) ?? [];
      settings.order = flameOrders.find((order) => order === part) ?? settings.order;
      if (name === 'by') settings.by = flameWeights.find((by) => by === value) ?? settings.by;
      if (name === 'thread') settings.thread = indexOf(value);
      if (name === 'of') settings.middle = indexOf(value);
      if (name === 'trace' && /^[0-9a-f]{16}$/.test(value)) settings.trace = value;
      if (name === 'base' && /^\w[\w.-]{0,63}$/.test(value)) settings.base = value;
      if (name === 'do') settings.transforms = value.split(',').flatMap((each) => readTransform(each) ?? []);
    }
    return settings;
  },
};

function transformText(transform: PlainTransform): string {
  switch (transform.kind) {
    case 'focus-subtree':
    case 'merge-node':
      return letters[transform.kind] + transform.path.join('.');
    case 'collapse-file':
      return letters[transform.kind] + transform.file;
    case 'collapse-recursion':
      return (transform.direct ? 'R' : 'r') + transform.function;
    default:
      return letters[transform.kind] + transform.function;
  }
}

function readTransform(text: string): PlainTransform | null {
  const codes = text.slice(1).split('.');
  if (!codes.every((code) => /^-?\d{1,9}$/.test(code))) return null;
  const path = codes.map(Number);
  const [code] = path as [number];
  switch (text[0]) {
    case 'f':
      return { kind: 'focus-function', function: code };
    case 'F':
      return { kind: 'focus-subtree', path };
    case 'm':
      return { kind: 'merge-function', function: code };
    case 'M':
      return { kind: 'merge-node', path };
    case 'd':
      return { kind: 'drop-function', function: code };
    case 'r':
    case 'R':
      return { kind: 'collapse-recursion', function: code, direct: text[0] === 'R' };
    case 'c':
      return code < 0 ? null : { kind: 'collapse-file', file: code };
    default:
      return null;
  }
}

function indexOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
