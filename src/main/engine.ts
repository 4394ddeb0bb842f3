import { setFlagsFromString } from 'node:v8'

/**
 * When V8 makes fast code of a function, in calls of it: early for the quick compiler, then for the thorough one. By itself it waits for 400
 * and 3,000 calls, which is meant for programs that call things in loops. What a station does for a scan it does once a scan: at a small
 * desk the thorough compiler would come after a week, and the station is closed every evening.
 */
const COMPILED_AFTER = { quick: 10, thorough: 60, settled: 10 }

setFlagsFromString(`--invocation-count-for-maglev=${COMPILED_AFTER.quick}`)
setFlagsFromString(`--invocation-count-for-turbofan=${COMPILED_AFTER.thorough}`)
setFlagsFromString(`--minimum-invocations-after-ic-update=${COMPILED_AFTER.settled}`)
