import type { ExerciseOutcome } from '#contract';
import type { Draft, Rule, RuleContext } from '../rule.ts';
import { count, placedAt } from '../rule.ts';
import type { ErrorPattern } from '../run-facts/types.ts';

/** Errors that the engine itself throws when code does what cannot be done. */
const engineErrors =
  /^(?:TypeError|ReferenceError|RangeError|SyntaxError|EvalError|AttributeError|NameError|IndexError|KeyError|ZeroDivisionError|UnboundLocalError|RecursionError)$/;

export const rule: Rule = {
  id: 'broken-function',
  title: 'Broken function',
  category: 'broken',
  severity: 'high',
  meaning:
    'The function failed with an error that it does not throw itself: it did something that cannot be done.',
  evidence:
    'Calls of the run in which the error began, grouped by its class and message, with the first arguments; and calls in the sandbox, with the smallest arguments that fail.',
  mend: 'Look at the arguments of a failed call. Check what may be missing before it is used, or do not let it get there.',
  *find(context) {
    for (const pattern of context.calls?.errors ?? []) {
      const draft = judge(context, pattern);
      if (draft !== null) yield draft;
    }
    for (const outcome of context.exercised) {
      const draft = judgeOutcome(context, outcome);
      if (draft !== null) yield draft;
    }
  },
};

function judge(context: RuleContext, pattern: ErrorPattern): Draft | null {
  const { function: row, type, message, isError, inputs, span, firstNs, lastNs } = pattern;
  const known = context.ofTable(row);
  if (known === null || context.isAside(known.file)) return null;
  // A `throw` of its own is a way to answer, unless the engine threw for a reason of its own.
  const meant = known.fact.throws && !engineErrors.test(type);
  if (meant) return null;
  const calls = context.calls?.table.calls[row] ?? 0;
  const what = [type, message].filter((part) => part !== '').join(isError ? ': ' : ' ') || 'an error';
  const seconds = (ns: number): string => `${(ns / 1e9).toFixed(3)} s`;
  return {
    ...placedAt(known),
    message: `${known.fact.name} failed in ${count(pattern.count, 'call')} of ${calls}: ${what}`,
    evidence: [
      { text: `First at ${seconds(firstNs)}, last at ${seconds(lastNs)} into the run.`, span },
      ...inputs.map((input) => ({ text: `Failed for (${input}).` })),
    ],
    // A value that is no error was thrown on purpose, by what the function called.
    severity: !isError ? 'low' : known.fact.throws ? 'medium' : 'high',
    confidence: isError ? 'high' : 'low',
    subject: `${type} ${message}`,
    inRun: true,
  };
}

/** What a function must stand is known where its parameters have types, or where a run called it so; elsewhere it is a hint. */
function judgeOutcome(context: RuleContext, outcome: ExerciseOutcome): Draft | null {
  const { function: fn, result, reason, error, input, source, reproduction, typed, calls } = outcome;
  if ((result !== 'throws' && result !== 'times-out') || context.isAside(fn.file)) return null;
  const known = context.functions.find(
    ({ file, fact }) => file === fn.file && fact.name === fn.name && fact.line === fn.line,
  );
  if (known === undefined) return null;
  const isKnownInput = source === 'recorded' || typed;
  const what = error === '' ? reason : `${error}: ${reason}`;
  return {
    ...placedAt(known),
    message: `${fn.name} fails when it is called: ${what}`,
    evidence: [
      { text: `Called in the sandbox with (${input ?? ''}), in ${count(calls, 'call')}.` },
      source === 'recorded'
        ? { text: 'A run recorded these arguments, and the call ended well in it.' }
        : typed
          ? { text: 'The arguments are of the types that its parameters have.' }
          : { text: 'But the types of its parameters are not known, and it may never be called so.' },
      ...(reproduction === null ? [] : [{ text: `To see it: ${reproduction}` }]),
    ],
    severity: 'medium',
    confidence: isKnownInput ? 'medium' : 'low',
    subject: `sandbox ${error}`,
  };
}
