import { setFlagsFromString } from 'node:v8'

/**
 * When V8 makes fast code of a function, in calls of it: for the quick compiler, then for the thorough one, and since it last saw something new.
 * By itself it waits for {@link BY_ITSELF}, which is meant for programs that call things in loops. What a station does for a scan it does
 * once a scan: at a small desk the thorough compiler would come after a week, and the station is closed every evening.
 */
const COMPILED_AFTER = { quick: 10, thorough: 60, settled: 10 }

const BY_ITSELF = { quick: 400, thorough: 3_000, settled: 500 }

let sooner = false
let loading = 0

function set(after: typeof COMPILED_AFTER): void {
  setFlagsFromString(`--invocation-count-for-maglev=${after.quick}`)
  setFlagsFromString(`--invocation-count-for-turbofan=${after.thorough}`)
  setFlagsFromString(`--minimum-invocations-after-ic-update=${after.settled}`)
}

/** Has V8 compile what is called now and then, and not only what is called in loops. For the whole process, and only for the functions called from now on. */
export function compileSooner(): void {
  sooner = true
  if (loading === 0) set(COMPILED_AFTER)
}

/**
 * Leaves V8 as it is by itself until what is loaded is there. The compiled code that Node brings with it, and what it kept of ours, was made under V8's own
 * settings and is thrown away under others: a worker then takes twice as long to start.
 *
 * @returns to be called once it is there; further calls do nothing
 */
export function whileLoading(): () => void {
  if (loading++ === 0 && sooner) set(BY_ITSELF)
  let over = false
  return () => {
    if (over) return
    over = true
    if (--loading === 0 && sooner) set(COMPILED_AFTER)
  }
}
