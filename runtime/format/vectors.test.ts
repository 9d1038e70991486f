import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  decodeEvents,
  decodeEventsPayload,
  decodeStrings,
  decodeValue,
  FRAME,
  FrameReader,
  OP,
} from './index.ts';
import { noteEvents } from './testing.ts';

interface Vector {
  readonly name: string;
  /** The whole file, in hexadecimal; blanks separate its parts. */
  readonly file: string;
  /** Frames by kind, in order. */
  readonly kinds: readonly number[];
  readonly json: readonly unknown[];
  readonly strings: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly values: readonly unknown[];
  readonly damagedFrames: number;
  readonly tornFrames: number;
}

const { vectors } = JSON.parse(readFileSync(new URL('vectors/vectors.json', import.meta.url), 'utf8')) as {
  vectors: Vector[];
};

/** Every writer and reader of the format, in whatever language, must agree with these files. */
describe('test vectors', () => {
  test.each(vectors.map((vector) => ({ label: vector.name, vector })))('$label', ({ vector }) => {
    const reader = new FrameReader();
    reader.push(Buffer.from(vector.file.replaceAll(/\s/g, ''), 'hex'));
    reader.end();
    const kinds: number[] = [];
    const json: unknown[] = [];
    const strings: Record<string, string> = {};
    const events: string[] = [];
    const values: unknown[] = [];
    const handler = noteEvents(events);
    const { value: noteValue, step: noteStep } = handler;
    handler.value = (op, words, offset, count) => {
      noteValue(op, words, offset, count);
      const first = op === OP.ARGS ? offset + 1 : offset;
      values.push(decodeValue(words, first, (id) => strings[id]).value);
    };
    handler.step = (op, words, offset, count) => {
      noteStep(op, words, offset, count);
      if (op !== OP.LINE) values.push(decodeValue(words, offset + 2, (id) => strings[id]).value);
    };
    for (let frame = reader.next(); frame; frame = reader.next()) {
      kinds.push(frame.kind);
      if (frame.kind === FRAME.STRINGS) {
        const { firstId, strings: texts } = decodeStrings(frame);
        texts.forEach((text, i) => {
          strings[firstId + i] = text;
        });
      } else if (frame.kind === FRAME.EVENTS) decodeEvents(decodeEventsPayload(frame), handler);
      else json.push(JSON.parse(Buffer.from(frame.payload).toString()));
    }
    const { damagedFrames, tornFrames } = reader;
    const { name: _name, file: _file, ...expected } = vector;
    expect({ kinds, json, strings, events, values, damagedFrames, tornFrames }).toEqual(expected);
  });
});
