import { aside, asideOfFour } from './aside.ts';
import { Budget } from './budget.ts';
import { createCalls } from './calls.ts';
import { createLinks } from './links.ts';
import { createMessages } from './messages.ts';
import { MODE, type Mode } from './modes.ts';
import { createPauses, sparingPauses } from './pauses.ts';
import type { RecorderOptions } from './recorder-options.ts';
import { createSites } from './sites.ts';
import { createSteps } from './steps.ts';
import { Stream } from './stream.ts';
import { quickToldEntries, toldEntries } from './told-entries.ts';
import { createValues } from './values-of-calls.ts';

export type Recorder = ReturnType<typeof createRecorder>;

/** What rewritten text calls, and what the tracer does to one thread's stream. */
export function createRecorder(options: RecorderOptions) {
  const stream = new Stream(options);
  const { modes } = stream;
  const capture = options.createCapture(stream.words);
  stream.forget = () => capture.forget();
  const calls = createCalls(stream);
  const { enter, enterWide, exit, thrownLater } = calls;

  const pauses = createPauses(stream, calls, options.exact);
  const values = createValues(stream, capture, options.strings, calls, pauses);
  const { nameParams, plainNames } = values;
  const links = createLinks(stream, calls, options.ambient);
  const messages = createMessages(stream, options.ambient);
  const sites = createSites(stream, calls, pauses, links, options, options.budget ? aside : (call) => call);
  if (options.budget) {
    stream.meter.isOn = true;
    stream.budget = new Budget(modes, stream.meter, options.budget, (id) => sites.places.has(id));
  }

  const published = {
    enter,
    enterWide,
    exit,
    thrownLater,
    ...values.published,
    ...pauses,
    ...links,
    ...quickToldEntries(
      stream,
      options.strings,
      plainNames,
      toldEntries({ ...calls, ...values.published }),
      values.large,
    ),
    ...(options.deep ? { ...sites.around, ...toldEntries({ ...values.published, ...sites.around }) } : {}),
    ...sites.published,
  };

  /** Ids count from 0 and up, one for each call of this. `plain`: no parameter's name is one of a secret. */
  function defineFunction(id: number, names: readonly string[], plain: boolean, mode: Mode): void {
    nameParams(names, plain);
    modes.define(id, mode);
    if (mode === MODE.CAPTURED) stream.expectValues();
  }

  /** The same for texts whose functions may be throttled: then they are not to carry the code along that records. */
  function sparing<P extends typeof published>(all: P): P {
    const { enter, enterWide, enterAsync, exit, thrownLater, returned, endedAsync } = all;
    const { args, args1, args2, failedAsync, left, settled } = all;
    return {
      ...all,
      ...sparingPauses(all),
      enter: aside(enter),
      enterWide: aside(enterWide),
      enterWith1: aside(all.enterWith1),
      enterWith2: aside(all.enterWith2),
      enterAsync: aside(enterAsync),
      exit: aside(exit),
      thrownLater: aside(thrownLater),
      returned: aside(returned),
      endedAsync: (
        (call) =>
        <T>(value: T, mark: number, id: number, detail?: number): T =>
          mark ? call(value, mark, id, detail) : value
      )(asideOfFour(endedAsync)),
      failedAsync: aside(failedAsync),
      args: aside(args),
      args1: aside(args1),
      args2: aside(args2),
      left: aside(left),
      settled: aside(settled),
    };
  }

  /** What becomes of the function's calls from the next one on; those that run end as they began. */
  function setMode(id: number, mode: Mode): void {
    stream.settle();
    modes.set(id, mode);
    if (mode === MODE.CAPTURED) stream.expectValues();
  }

  function throttling() {
    const throttledFunctions = stream.budget?.report(stream.timeNs()) ?? [];
    return throttledFunctions.length > 0
      ? { throttled: throttledFunctions.length, throttledFunctions }
      : undefined;
  }

  return {
    ...(options.budget ? sparing(published) : published),
    ...createSteps(stream, capture, options.strings, options),
    gate: modes.gateOfTexts,
    sites: sites.places,
    /** Of calls and awaits, for limits. */
    core: { ...calls, arriving: sites.arriving, limitSitesBy: sites.limitBy },
    messages,
    stream,
    defineFunction,
    setMode,
    modeOf: (id: number): Mode => modes.modeOf(id),
    origin: stream.origin,
    flush: (isShallow = false) => stream.flush(isShallow),
    writeJson: (kind: number, value: unknown) => stream.writeJson(kind, value),
    fail: (error: unknown) => stream.fail(error),
    timeNs: () => stream.timeNs(),
    isOff: () => stream.isOff,
    counts: () => ({
      ...throttling(),
      dropped: stream.dropped,
      writeNs: Math.round(stream.writeNs),
      maxClockErrorNs: Math.round(stream.stamps.maxClockErrorNs),
      truncatedValues: capture.truncated,
      redactedValues: capture.redacted,
    }),
  };
}
