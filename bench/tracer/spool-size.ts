import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeDefinitions,
  decodeEventsPayload,
  EventDecoder,
  FRAME,
  FrameReader,
  OP,
} from '../../runtime/format/index.ts';

export interface SpoolTotals {
  readonly bytes: number;
  /** Spans of functions and of the calls and awaits within them. */
  readonly spans: number;
  /** Calls of functions, with and without a span. */
  readonly calls: number;
}

/** What all spools in a folder hold. */
export function spoolSize(dir: string): SpoolTotals {
  let bytes = 0;
  let spans = 0;
  let calls = 0;
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.spool'))) {
    const content = readFileSync(join(dir, name));
    bytes += content.length;
    const reader = new FrameReader();
    reader.push(content);
    const decoder = new EventDecoder();
    /** By function id: 1 for a call or an await. */
    const isSite: number[] = [];
    for (let frame = reader.next(); frame; frame = reader.next()) {
      if (frame.kind === FRAME.DEFINITIONS) {
        for (const { id, kind } of decodeDefinitions(frame).functions) {
          isSite[id] = kind === 'call' || kind === 'await' || kind === 'module' ? 1 : 0;
        }
      }
      if (frame.kind !== FRAME.EVENTS) continue;
      decoder.start(decodeEventsPayload(frame));
      while (decoder.next()) {
        for (let i = 0; i < decoder.length; i++) {
          const code = decoder.code[i] as number;
          const at = decoder.at[i] as number;
          let id = code;
          if (code === -OP.ENTER_ASYNC) id = decoder.words[at + 1] as number;
          else if (code === -OP.COUNTED) calls += decoder.words[at + 2] as number;
          if (id < 0) continue;
          spans++;
          if (isSite[id] !== 1) calls++;
        }
      }
    }
  }
  return { bytes, spans, calls };
}
