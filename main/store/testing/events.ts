import { type EventHandler, OP } from '#format';

/** One event of a thread as a test writes it; `at` in ns since the thread's origin. */
export type TestEvent =
  | { readonly op: 'enter'; readonly fn: number; readonly at: number }
  | { readonly op: 'enterAsync'; readonly fn: number; readonly mark: number; readonly at: number }
  | { readonly op: 'exit' | 'throw' | 'suspend'; readonly at: number }
  | { readonly op: 'resume'; readonly mark: number; readonly at: number }
  | { readonly op: 'mark' | 'link' | 'below' | 'forget'; readonly mark: number }
  | { readonly op: 'line'; readonly line: number }
  /** `mark`: 0 for a variable of the innermost span. With `module` it is one of that function, a module's. */
  | {
      readonly op: 'set';
      readonly mark: number;
      readonly module?: number;
      readonly variable: number;
      readonly words: readonly number[];
    }
  /** `kind` LOG, DETAIL, CARRIES or CONTINUES, with the operands that FORMAT.md lists. */
  | { readonly op: 'note'; readonly kind: number; readonly words: readonly number[] }
  | { readonly op: 'counted'; readonly fn: number; readonly calls: number }
  | { readonly op: 'dropped'; readonly spans: number }
  | { readonly op: 'unwind'; readonly spans: number; readonly at: number }
  | { readonly op: 'value'; readonly kind: keyof typeof VALUE_OPS; readonly words: readonly number[] };

export const VALUE_OPS = { args: OP.ARGS, return: OP.RETURN, error: OP.ERROR, this: OP.THIS } as const;

/** Calls `handler` as the decoder would. */
export function play(events: readonly TestEvent[], handler: EventHandler): void {
  let last = 0;
  for (const event of events) {
    if ('at' in event) last = event.at;
    switch (event.op) {
      case 'enter':
        handler.enter(event.fn, event.at);
        break;
      case 'enterAsync':
        handler.enterAsync(event.fn, event.mark, event.at);
        break;
      case 'exit':
      case 'throw':
      case 'suspend':
        handler[event.op](event.at);
        break;
      case 'resume':
        handler.resume(event.mark, event.at);
        break;
      case 'mark':
      case 'link':
      case 'below':
      case 'forget':
        handler[event.op](event.mark);
        break;
      case 'line':
        handler.step(OP.LINE, Int32Array.of(event.line), 0, 1);
        break;
      case 'set': {
        const op = event.module === undefined ? OP.SET : OP.SET_MODULE;
        const words = Int32Array.of(event.module ?? event.mark, event.variable, ...event.words);
        handler.step(op, words, 0, words.length);
        break;
      }
      case 'note':
        handler.note(event.kind, Int32Array.from(event.words), 0, event.words.length);
        break;
      case 'counted':
        handler.counted(event.fn, event.calls);
        break;
      case 'dropped':
        handler.dropped(event.spans);
        break;
      case 'unwind':
        handler.unwind(event.spans, last);
        break;
      case 'value':
        handler.value(VALUE_OPS[event.kind], Int32Array.from(event.words), 0, event.words.length);
    }
  }
}
