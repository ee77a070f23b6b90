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
const esmOnly = 'commander|jose|openid-client|oauth4webapi|oidc-provider|nanoid|eta|koa|@koa|quick-lru|raw-body|better-sse|@cj-tech-master|openapi-fetch';
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
  projects: [level('unit'), level('architecture'), level('replay'), level('workflow', services), level('integration', services), level('e2e', services)],
};
