/** @throws Error if it does not run here and REQUIRE_BROWSER=1 */
export function hasCompiler(env?: { REQUIRE_BROWSER?: string }, platform?: string): boolean;
