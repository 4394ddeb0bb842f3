/** What the tests take from `lib.mjs`. */

/** Where Electron's runtime lies, or null. */
export function electronRuntime(): string | null
