import { SafeMap } from './safe-map.ts';

const { captureStackTrace } = Error;
const { getOwnPropertyDescriptor, defineProperty } = Object;
const { deleteProperty } = Reflect;
const { isArray } = Array;
const ErrorClass = Error;

/** Frames looked at between a function and the call it is thought to be called by. */
const MAX_FRAMES = 10;
/** Ids are below this, so that a pair of them is one number. */
const MAX_ID = 2 ** 20;

interface Place {
  /** Path or URL that the engine knows the script by. */
  readonly script: string;
  /** Lines of the script that runs, from 1. */
  readonly line: number;
  readonly endLine: number;
}

/** Where the recorded calls stand, and which functions were found to be what they call. */
export class CallSites {
  private readonly places = new SafeMap<number, Place>();
  private readonly scripts = new Set<string>();
  /** Functions that run on their own account, such as getters. */
  private readonly neverCalled = new Set<number>();
  private readonly verdicts = new SafeMap<number, boolean>();
  private lastPair = -1;
  private lastVerdict = false;

  /** A call or an await. */
  define(id: number, script: string, line: number, endLine: number): void {
    this.scripts.add(script);
    this.places.set(id, { script, line, endLine });
  }

  /** Whether the id is that of a call or an await. */
  has(id: number): boolean {
    return this.places.has(id);
  }

  /** A function that no call names. */
  neverCall(id: number): void {
    this.neverCalled.add(id);
  }

  /**
   * Whether the function that begins now is what the call calls, rather than something that the called library calls back.
   * Found out once for each pair, from the stack above `above`.
   */
  isDirect(call: number, id: number, above: (id: number) => void): boolean {
    const pair = call * MAX_ID + id;
    if (pair === this.lastPair) return this.lastVerdict;
    let verdict = this.verdicts.get(pair);
    if (verdict === undefined) {
      const place = this.places.get(call);
      verdict = place !== undefined && !this.neverCalled.has(id) && this.stackLeadsTo(place, above);
      this.verdicts.set(pair, verdict);
    }
    this.lastPair = pair;
    this.lastVerdict = verdict;
    return verdict;
  }

  /** Frames of rewritten files in between are of parameters' default values: what a body calls has its own call open. */
  private stackLeadsTo(place: Place, above: (id: number) => void): boolean {
    const frames = stackAbove(above);
    // Behind the recorder's own functions the first frame is the function that begins.
    const recorder = frames[0]?.getFileName();
    let begins = 0;
    while (begins < frames.length && frames[begins]?.getFileName() === recorder) begins++;
    for (let i = begins + 1; i < frames.length; i++) {
      const frame = frames[i] as NodeJS.CallSite;
      const script = frame.getFileName();
      if (!script || !this.scripts.has(script)) return false;
      const line = frame.getLineNumber() ?? 0;
      if (script === place.script && line >= place.line && line <= place.endLine) return true;
    }
    return false;
  }
}

/** The frames below `above`, innermost first; none where the app has made its errors unreadable for us. */
function stackAbove(above: (id: number) => void): readonly NodeJS.CallSite[] {
  const limit = getOwnPropertyDescriptor(ErrorClass, 'stackTraceLimit');
  const prepare = getOwnPropertyDescriptor(ErrorClass, 'prepareStackTrace');
  if (!limit?.writable || (prepare ? !prepare.writable : !Object.isExtensible(ErrorClass))) return [];
  try {
    ErrorClass.stackTraceLimit = MAX_FRAMES;
    ErrorClass.prepareStackTrace = (_error, frames) => frames;
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, above);
    const { stack } = holder;
    return isArray(stack) && typeof stack[0] === 'object' ? stack : [];
  } finally {
    ErrorClass.stackTraceLimit = limit.value as number;
    if (prepare) defineProperty(ErrorClass, 'prepareStackTrace', prepare);
    else deleteProperty(ErrorClass, 'prepareStackTrace');
  }
}
