import { access } from './access.ts'
import { intake } from './intake.ts'
import { office } from './office.ts'
import { pieces } from './pieces.ts'

/** The whole API of a station, one entry an area. Every face serves exactly this. */
export const contract = { access, intake, office, pieces }
export type Contract = typeof contract
