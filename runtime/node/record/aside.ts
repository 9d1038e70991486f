type Call = (a: never, b: never, c: never) => unknown;

/**
 * The function, so that the compiler does not put its code into what calls it. V8 inlines by how often a call was made, and
 * remembers that for good: an app's function that is throttled after a hot beginning would keep the code for recording in its
 * midst, and with it have no room for the functions that it calls. All that is given back shares one call, which has met too many
 * functions to be known as a call of one. The function stands in memory that may change: of a variable that never does the
 * compiler would know the value without having met any.
 */
export function aside<F extends Call>(call: F): F {
  const place: [Call] = [call];
  return ((a: never, b: never, c: never) => {
    const held = place[0];
    return held(a, b, c);
  }) as F;
}

/** The same for a function of four parameters. */
export function asideOfFour<F extends (a: never, b: never, c: never, d: never) => unknown>(call: F): F {
  const place: [F] = [call];
  return ((a: never, b: never, c: never, d: never) => {
    const held = place[0];
    return held(a, b, c, d);
  }) as F;
}

/** Calls until V8 has begun to note what a call calls. */
const ENOUGH = 256;

for (let i = 0; i < ENOUGH; i++) {
  aside((a: number) => a + i)(i);
  aside((a: number) => a - i)(i);
  asideOfFour((a: number) => a + i)(i);
  asideOfFour((a: number) => a - i)(i);
}
