/** @type {import('jest').Config} */
const swc = {
  '^.+\\.[tj]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
};
const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  transform: swc,
  transformIgnorePatterns: ['/node_modules/(?!@middy/|json-schema-faker/|uuid/)'],
  // It exports itself to `import` only, which jest does not say.
  moduleNameMapper: { '^json-schema-faker$': '<rootDir>/node_modules/json-schema-faker/dist/index.js' },
  modulePathIgnorePatterns: ['/\\.serverless/', '/\\.esbuild/', '<rootDir>/\\.relay/'],
});

module.exports = {
  // `npm test` runs other suites beside this one, so a test may take several times as long as alone.
  testTimeout: 20_000,
  projects: [
    project('unit', ['<rootDir>/{shared,services/*,cli,local,bench}/test/**/*.unit.test.ts', '<rootDir>/test/**/*.unit.test.ts']),
    project('integration', ['<rootDir>/{shared,services/*,cli,local}/**/*.integration.test.ts']),
    {
      ...project('journeys', ['<rootDir>/test/*.journey.test.ts']),
      globalSetup: '<rootDir>/test/support/journeys-setup.cjs',
      globalTeardown: '<rootDir>/test/support/journeys-teardown.cjs',
    },
  ],
};
