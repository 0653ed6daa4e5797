/** Folders of src/core whose tests are tested: `MUTATION_FOLDER=stats npm run test:mutation`; all three without it. */
const folder = process.env.MUTATION_FOLDER ?? '{stats,compare,rank}';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'in-process',
  plugins: ['./scripts/mutation/inProcessRunner.mjs'],
  // Property tests run 25 times where they don't say how often; tests slower than 400 ms, simulations among them, are left out.
  inProcess: { tests: [`src/core/${folder}/!(simulation|random).test.ts`], runs: 25, slowest: 400 },
  coverageAnalysis: 'perTest',
  mutate: [`src/core/${folder}/!(*.test).ts`],
  // Texts of messages are compared by tests where they matter.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: [
    '*',
    '!src',
    '!src/core',
    '!src/core/**',
    '!scripts',
    '!scripts/mutation/**',
    '!tests',
    '!tests/golden',
    '!tests/golden/**',
    '!package.json',
  ],
  concurrency: 2,
  timeoutMS: 1500,
  timeoutFactor: 1.5,
  disableTypeChecks: false,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false, reportTests: false },
  jsonReporter: { fileName: `test-results/mutation/${folder.replace(/\W+/g, '-')}.json` },
  tempDirName: 'node_modules/.cache/stryker',
};
