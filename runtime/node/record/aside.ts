type Call = (a: never, b: never, c: never) => unknown;

/**
 * The function, so that the compiler does not put its code into what calls it. V8 inlines by how often a call was made, and
 * remembers that for good: an app's function that is throttled after a hot beginning would keep the code for recording in its
 * midst, and with it have no room for the functions that it calls. All that is given back shares one call, which has met too many
 * functions to be known as a call of one.
 */
export function aside<F extends Call>(call: F): F {
  return ((a: never, b: never, c: never) => call(a, b, c)) as F;
}

/** Calls until V8 has begun to note what a call calls. */
const ENOUGH = 64;

for (let i = 0; i < ENOUGH; i++) {
  aside((a: number) => a + i)(i);
  aside((a: number) => a - i)(i);
}
