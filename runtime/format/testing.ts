import type { EventHandler } from './events.ts';

/** Notes every event as a short text, in order: what tests and vectors compare. */
export function noteEvents(notes: string[]): EventHandler {
  const note = (...parts: (string | number)[]) => {
    notes.push(parts.join(' '));
  };
  return {
    enter: (id, time) => note('enter', id, '@', time),
    enterAsync: (id, mark, time) => note('enterAsync', id, mark, '@', time),
    exit: (time) => note('exit', '@', time),
    throw: (time) => note('throw', '@', time),
    suspend: (time) => note('suspend', '@', time),
    resume: (mark, time) => note('resume', mark, '@', time),
    mark: (mark) => note('mark', mark),
    link: (mark) => note('link', mark),
    claim: (mark) => note('claim', mark),
    sent: (...operands) => note('sent', ...operands),
    received: (...operands) => note('received', ...operands),
    sentContext: (mark, words, offset) => note('sentContext', mark, ...words.subarray(offset, offset + 6)),
    receivedContext: (mark, words, offset) =>
      note('receivedContext', mark, ...words.subarray(offset, offset + 6)),
    below: (mark) => note('below', mark),
    forget: (mark) => note('forget', mark),
    value: (op, words, offset, count) => note('value', op, ...words.subarray(offset, offset + count)),
    step: (op, words, offset, count) => note('step', op, ...words.subarray(offset, offset + count)),
    note: (op, words, offset, count) => note('note', op, ...words.subarray(offset, offset + count)),
    counted: (id, calls) => note('counted', id, calls),
    dropped: (spans) => note('dropped', spans),
    unwind: (spans, time) => note('unwind', spans, '@', time),
  };
}
