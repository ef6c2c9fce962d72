const { findChromium } = require('./tests/browser/find-chromium.cjs');

const chromiumPath = findChromium();

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  roots: ['<rootDir>/cloudfunctions', '<rootDir>/emulator', '<rootDir>/scripts', '<rootDir>/tests'],
  globalSetup: '<rootDir>/tests/global-setup.mjs',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(chromiumPath ? [] : ['<rootDir>/tests/browser/'])],
  globals: { chromiumPath },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
