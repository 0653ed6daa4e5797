import fc from 'fast-check';

/**
 * Property tests draw the same cases at each run, so that a run can be repeated. Other cases: PROPERTY_SEED=<integer>, or
 * `npm run test:properties`, which goes through many seeds.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
