import type { SpanId } from '#contract';
import type { OwnText } from '../../state/index.ts';

export const traceShapes = ['tree', 'sequence', 'compare'] as const;
/** What the lifelines of a sequence diagram can be. */
export const sequenceLanes = ['module', 'thread', 'process'] as const;
export type SequenceLanes = (typeof sequenceLanes)[number];

export type TraceShape = (typeof traceShapes)[number];

/** What the trace view shows, and how; all of it is in the address. */
export interface TraceSettings {
  readonly show: TraceShape;
  /** The call whose trace is shown; `null`: that of the selected call. */
  readonly of: SpanId | null;
  /** Only this call and what it made, not the whole trace. */
  readonly alone: boolean;
  /** What the lifelines of the sequence diagram are. */
  readonly lanes: SequenceLanes;
  /** The call that is compared with it. */
  readonly other: SpanId | null;
}

export const firstTraceSettings: TraceSettings = {
  show: 'tree',
  of: null,
  alone: false,
  lanes: 'module',
  other: null,
};

const isSpan = (text: string): boolean => /^[0-9a-f]{16}$/.test(text);

/** `sequence;of:0001000000000007;alone;lanes:thread;other:...`: only what differs from the beginning. */
export const traceText: OwnText<TraceSettings> = {
  write({ show, of, alone, lanes, other }) {
    const parts = [
      show === 'tree' ? '' : show,
      of === null ? '' : `of:${of}`,
      alone ? 'alone' : '',
      lanes === 'module' ? '' : `lanes:${lanes}`,
      other === null ? '' : `other:${other}`,
    ];
    return parts.filter((part) => part !== '').join(';');
  },
  read(text) {
    const settings: { -readonly [K in keyof TraceSettings]: TraceSettings[K] } = { ...firstTraceSettings };
    for (const part of text.split(';')) {
      const [name = '', value = ''] = part.split(':');
      settings.show = traceShapes.find((shape) => shape === part) ?? settings.show;
      if (part === 'alone') settings.alone = true;
      if (name === 'of' && isSpan(value)) settings.of = value;
      if (name === 'other' && isSpan(value)) settings.other = value;
      if (name === 'lanes') settings.lanes = sequenceLanes.find((lanes) => lanes === value) ?? settings.lanes;
    }
    return settings;
  },
};
