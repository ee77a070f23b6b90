const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true, tsx: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false, react: { runtime: 'automatic' } },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
  },
];
/** Packages that ship modules only, which Jest must compile. */
const esmOnly = 'commander|@cj-tech-master';
const level = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.{ts,tsx}`],
  transform: { '^.+\\.[cm]?[jt]sx?$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tinhgon/'],
  ...extra,
});
const services = { globalSetup: '<rootDir>/test/support/global-setup.ts', globalTeardown: '<rootDir>/test/support/global-teardown.ts' };
module.exports = {
  // A slow machine is no failure; what must be quick says so itself.
  testTimeout: 30_000,
  projects: [
    level('unit'),
    level('architecture'),
    level('replay'),
    level('workflow', services),
    level('integration', services),
    level('e2e', services),
    level('faults'),
  ],
};
