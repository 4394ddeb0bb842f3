import { setFlagsFromString } from 'node:v8'

/**
 * When V8 makes fast code of a function, in calls of it: for the quick compiler, then for the thorough one, and since it last saw something new.
 * By itself it waits for 400, 3,000 and 500, which is meant for programs that call things in loops. What a station does for a scan it does
 * once a scan: at a small desk the thorough compiler would come after a week, and the station is closed every evening.
 */
const COMPILED_AFTER = { quick: 10, thorough: 60, settled: 10 }

/** Has V8 compile what is called now and then, and not only what is called in loops. For the whole process, and only for the functions called from now on. */
export function compileSooner(): void {
  setFlagsFromString(`--invocation-count-for-maglev=${COMPILED_AFTER.quick}`)
  setFlagsFromString(`--invocation-count-for-turbofan=${COMPILED_AFTER.thorough}`)
  setFlagsFromString(`--minimum-invocations-after-ic-update=${COMPILED_AFTER.settled}`)
}
