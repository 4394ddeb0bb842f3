// Before the tests: commands, hosts and workers are tested as they are built, so the build must not be older than its sources.
import { ensureBuilt } from './lib.mjs'

export default ensureBuilt
