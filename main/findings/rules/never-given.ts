import type { FindingConfidence } from '#contract';
import { type KnownCalls, knownCalls } from '../known-calls.ts';
import { count, type KnownFunction, placedAt, type Rule, type RuleContext } from '../rule.ts';
import type { GivenInputs } from '../run-facts/types.ts';

/** Calls from which on it says something that they are all alike. */
const MIN_CALLS = 20;
/** The same of values that are always given: there might be others on another day. */
const MIN_SAME = 100;
const MIN_CALLERS = 2;

type Constant = GivenInputs['constant'][number];

export const rule: Rule = {
  id: 'never-given',
  title: 'Parameter that no call needs',
  category: 'dead',
  severity: 'low',
  meaning:
    'The function was called often, and a parameter had the same value in all calls: it was left out, or always its default, or always the same constant.',
  evidence:
    'The recorded values of 20 calls or more, all that there were, from calls that the source shows. For a constant without a default, 100 calls from two functions, and another parameter that did vary. That the source gives it somewhere speaks against it.',
  mend: 'Note it, so that the next reader knows that nothing has needed it yet. Whether it can go is for a person to say.',
  *find(context) {
    const run = context.calls;
    if (run === null || run.skipped > 0) return;
    let calls: KnownCalls | null = null;
    for (const inputs of run.inputs) {
      const known = context.ofTable(inputs.function);
      // Calls that were only counted may have had anything.
      if (inputs.calls < MIN_CALLS || inputs.calls !== run.table.calls[inputs.function]) continue;
      if (known === null || context.isAside(known.file) || known.fact.name.includes('<')) continue;
      calls ??= knownCalls(context);
      // Where a library calls it, or what it overrides says what it takes, the parameters are not its own.
      if (calls.to(known).length === 0 || isOverriding(context, known)) continue;
      const found = inputs.constant.flatMap((one) => judge(one, inputs, known, calls as KnownCalls) ?? []);
      for (const confidence of ['medium', 'low'] as const) {
        const alike = found.filter((one) => one.confidence === confidence);
        const [first] = alike;
        if (first === undefined) continue;
        const times = count(inputs.calls, 'call');
        yield {
          ...placedAt(known),
          message:
            alike.length > 1
              ? `${alike.length} parameters of ${known.fact.name} had one value in ${times}`
              : first.one.value === 'undefined'
                ? `None of ${times} of ${known.fact.name} gave it "${first.one.name}"`
                : `"${first.one.name}" of ${known.fact.name} was ${first.one.value} in ${times}`,
          evidence: [
            ...alike.map(({ one }) => ({
              text: `\`${one.name}\` was ${one.value} in all of ${times}.`,
              span: inputs.span,
            })),
            ...alike.flatMap(({ text }) => (text === null ? [] : [{ text }])),
          ],
          confidence,
          ...(confidence === 'low' ? { subject: 'perhaps' } : {}),
          inRun: true,
        };
      }
    }
  },
};

function judge(
  one: Constant,
  inputs: GivenInputs,
  known: KnownFunction,
  calls: KnownCalls,
): { one: Constant; confidence: FindingConfidence; text: string | null } | null {
  const { optional = [], noted = [] } = known.fact;
  // `_` says that it is not used; errors of callbacks are there for the day that something fails.
  if (!/^[\p{L}$][\p{L}\p{N}_$]*$/u.test(one.name) || /^e(?:rr(?:or)?)?$/.test(one.name)) return null;
  if (noted.includes(one.name)) return null;
  const callers = calls.to(known);
  const isLeftOut = one.value === 'undefined' || optional.includes(one.name);
  if (!isLeftOut) {
    if (inputs.calls < MIN_SAME || inputs.constant.length === inputs.params) return null;
    if (callers.filter(({ from }) => from === null || calls.inRun(from, known) > 0).length < MIN_CALLERS)
      return null;
    return { one, confidence: 'low', text: null };
  }
  const counted = callers.every(({ args }) => args !== -1);
  if (counted && callers.every(({ args }) => args <= one.at))
    return { one, confidence: 'medium', text: `No call in the source gives \`${one.name}\`.` };
  const giving = callers.filter(({ args }) => args > one.at);
  const unmet = giving.find(({ from }) => from !== null && calls.inRun(from, known) === 0);
  if (unmet !== undefined)
    return {
      one,
      confidence: 'low',
      text: `${unmet.from?.fact.name} gives \`${one.name}\`, and did not call it in this run.`,
    };
  return { one, confidence: 'medium', text: null };
}

/** A method of a class that extends another one. */
function isOverriding({ code }: RuleContext, { module, fact }: KnownFunction): boolean {
  const facts = code.code[module];
  const own = facts?.definitions.find(({ function: f }) => facts.functions[f] === fact);
  return own?.kind === 'method' && (facts?.definitions[own.parent]?.superclass ?? null) !== null;
}
