import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeEvents,
  decodeEventsPayload,
  type EventHandler,
  FRAME,
  FrameReader,
} from '../../runtime/format/index.ts';

/** Bytes and recorded calls of all spools in a folder. */
export function spoolSize(dir: string): { bytes: number; calls: number } {
  let bytes = 0;
  let calls = 0;
  const count = () => {
    calls++;
  };
  const ignore = () => {};
  const handler: EventHandler = {
    enter: count,
    enterAsync: count,
    exit: ignore,
    throw: ignore,
    suspend: ignore,
    resume: ignore,
    mark: ignore,
    link: ignore,
    forget: ignore,
    value: ignore,
    step: ignore,
    counted: ignore,
    dropped: ignore,
    unwind: ignore,
  };
  for (const name of readdirSync(dir)) {
    const content = readFileSync(join(dir, name));
    bytes += content.length;
    const reader = new FrameReader();
    reader.push(content);
    for (let frame = reader.next(); frame; frame = reader.next()) {
      if (frame.kind === FRAME.EVENTS) decodeEvents(decodeEventsPayload(frame), handler);
    }
  }
  return { bytes, calls };
}
