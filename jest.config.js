const { availableParallelism } = require('node:os');
const { findChromium } = require('./tests/browser/find-chromium.cjs');
const { hasCompiler } = require('./miniprogram/testing/find-compiler.cjs');

const chromiumPath = findChromium();

const leftOut = [
  ...(chromiumPath ? [] : ['<rootDir>/tests/browser/']),
  ...(hasCompiler() ? [] : ['<rootDir>/miniprogram/(components|pages|wxml)']),
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: Math.ceil(availableParallelism() * 1.5), // a third of the time they wait for processes
  roots: ['cloudfunctions', 'emulator', 'miniprogram', 'scripts', 'tests'].map(
    (room) => `<rootDir>/${room}`,
  ),
  testSequencer: '<rootDir>/tests/sequencer.cjs',
  globalSetup: '<rootDir>/tests/global-setup.mjs',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  globals: { chromiumPath },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
