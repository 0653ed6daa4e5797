// Tests run in UTC wherever they run, so that times in expectations have one reading.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

module.exports = {
  ...base,
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/tests/propertySeed.mjs'],
  modulePaths: [],
  modulePathIgnorePatterns: ['<rootDir>/collector/', '<rootDir>/standalone/', '<rootDir>/dist/'],
  testTimeout: 15_000,
  transform: { '^.+\\.m?[tj]sx?$': Object.values(base.transform)[0] },
  transformIgnorePatterns: [
    nodeModulesToTransform([...grafanaESModules, 'd3-.*', 'internmap', 'delaunator', 'robust-predicates']),
  ],
};
