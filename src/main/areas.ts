import { router as access } from './access/router.ts'
import { router as audit } from './audit/router.ts'
import { backupTask } from './backup/backup.ts'
import { router as backup } from './backup/router.ts'
import { router as certified } from './certified/router.ts'
import { router as custody } from './custody/router.ts'
import { dailyLogTask } from './days/days.ts'
import { router as days } from './days/router.ts'
import { router as directory } from './directory/router.ts'
import { router as intake } from './intake/router.ts'
import { noticesTask } from './notify/notify.ts'
import { router as notify } from './notify/router.ts'
import { retentionTask } from './keep/keep.ts'
import { router as keep } from './keep/router.ts'
import { router as office } from './office/router.ts'
import { router as pieces } from './pieces/router.ts'
import { router as printing } from './printing/router.ts'
import { router as proof } from './proof/router.ts'
import { router as receipts } from './receipts/router.ts'
import { receiptsTask } from './receipts/watched.ts'
import { router as reports } from './reports/router.ts'
import { router as scanning } from './scanning/router.ts'
import { router as tasks } from './tasks/router.ts'
import type { Task } from './tasks/task.ts'
import { mailTask } from './tracking/mail.ts'
import { refreshTask } from './tracking/refresh.ts'
import { router as tracking } from './tracking/router.ts'

export { EVENT_KINDS } from './kinds.ts'

/** The handlers of every area, under the names the contract gives them. */
export const AREA_ROUTERS = { access, audit, backup, certified, custody, days, directory, intake, keep, notify, office, pieces, printing, proof, receipts, reports, scanning, tasks, tracking }

/** What the station does by itself at certain times; an area adds its own line. */
export const TASKS: readonly Task[] = [backupTask, dailyLogTask, noticesTask, refreshTask, mailTask, receiptsTask, retentionTask]
