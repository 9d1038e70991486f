/** What the two ends of a contract say to each other, one message a frame. Ids are the client's, never used twice. */
import * as v from 'valibot';

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(100));
const value = v.optional(v.unknown());

/** The first message of both ends. Read loosely: an end of another version must still understand it. */
const hello = v.object({ t: v.literal('hello'), version: v.number() });
/** The last message before a channel is closed on purpose. */
const bye = v.object({ t: v.literal('bye'), reason: v.pipe(v.string(), v.maxLength(1000)) });

export const clientMessage = v.variant('t', [
  hello,
  bye,
  v.strictObject({ t: v.literal('call'), id, service: name, method: name, request: value }),
  v.strictObject({ t: v.literal('cancel'), id }),
  v.strictObject({ t: v.literal('subscribe'), id, service: name, event: name, filter: value }),
  v.strictObject({ t: v.literal('unsubscribe'), id }),
  /** Event bytes handled since the last one: what keeps a slow window from growing a queue without bound. */
  v.strictObject({ t: v.literal('handled'), bytes: id }),
]);

export const serverMessage = v.variant('t', [
  hello,
  bye,
  v.strictObject({ t: v.literal('result'), id, value }),
  /** A failed call, or a subscription that is over. */
  v.strictObject({
    t: v.literal('error'),
    id,
    code: v.picklist([
      'invalid-request',
      'not-found',
      'refused',
      'damaged',
      'cancelled',
      'closed',
      'timeout',
      'internal',
    ]),
    message: v.string(),
    data: value,
  }),
  v.strictObject({ t: v.literal('event'), id, value }),
]);

export type ClientMessage = v.InferOutput<typeof clientMessage>;
export type ServerMessage = v.InferOutput<typeof serverMessage>;
