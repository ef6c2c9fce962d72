/**
 * The Chromium for browsers tests, see `find-chromium.cjs`.
 * @returns its path, or undefined after a note on stderr
 */
export declare function findChromium(env?: NodeJS.ProcessEnv): string | undefined;
