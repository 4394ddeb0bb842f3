import { access } from './access.ts'
import { audit } from './audit.ts'
import { backup } from './backup.ts'
import { certified } from './certified.ts'
import { custody } from './custody.ts'
import { days } from './days.ts'
import { directory } from './directory.ts'
import { keep } from './keep.ts'
import { intake } from './intake.ts'
import { notify } from './notify.ts'
import { office } from './office.ts'
import { pieces } from './pieces.ts'
import { printing } from './printing.ts'
import { proof } from './proof.ts'
import { receipts } from './receipts.ts'
import { reports } from './reports.ts'
import { scanning } from './scanning.ts'
import { tasks } from './tasks.ts'
import { tracking } from './tracking.ts'

/** The whole API of a station, one entry an area. Every face serves exactly this. */
export const contract = { access, audit, backup, certified, custody, days, directory, intake, keep, notify, office, pieces, printing, proof, receipts, reports, scanning, tasks, tracking }
export type Contract = typeof contract
