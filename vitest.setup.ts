import fc from 'fast-check';

/**
 * Property tests draw the same values in every run, so that a failure is the change's and not the dice's. `CALLSCAPE_SEED=random`
 * goes looking for new counterexamples.
 */
const seed = process.env.CALLSCAPE_SEED;
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed ?? 20_261_122) });
