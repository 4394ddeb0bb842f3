import { ACCESS_EVENTS } from './access/events.ts'
import { router as access } from './access/router.ts'
import { router as audit } from './audit/router.ts'
import { backupTask } from './backup/backup.ts'
import { router as backup } from './backup/router.ts'
import { CERTIFIED_EVENTS } from './certified/events.ts'
import { router as certified } from './certified/router.ts'
import { CUSTODY_EVENTS } from './custody/events.ts'
import { router as custody } from './custody/router.ts'
import { dailyLogTask } from './days/days.ts'
import { DAY_EVENTS } from './days/events.ts'
import { router as days } from './days/router.ts'
import { DIRECTORY_EVENTS } from './directory/events.ts'
import { router as directory } from './directory/router.ts'
import { INTAKE_EVENTS } from './intake/events.ts'
import { router as intake } from './intake/router.ts'
import { noticesTask } from './notify/notify.ts'
import { router as notify } from './notify/router.ts'
import { KEEP_EVENTS } from './keep/events.ts'
import { retentionTask } from './keep/keep.ts'
import { router as keep } from './keep/router.ts'
import { router as office } from './office/router.ts'
import { PIECE_EVENTS } from './pieces/events.ts'
import { router as pieces } from './pieces/router.ts'
import { router as printing } from './printing/router.ts'
import { router as proof } from './proof/router.ts'
import { RECEIPT_EVENTS } from './receipts/events.ts'
import { router as receipts } from './receipts/router.ts'
import { router as scanning } from './scanning/router.ts'
import { TASK_EVENTS } from './tasks/events.ts'
import { router as tasks } from './tasks/router.ts'
import type { Task } from './tasks/task.ts'
import { TRACKING_EVENTS } from './tracking/events.ts'
import { mailTask } from './tracking/mail.ts'
import { refreshTask } from './tracking/refresh.ts'
import { router as tracking } from './tracking/router.ts'
import { CORE_EVENTS } from './store/core.ts'
import { registry } from './store/events.ts'

/** Every kind of event of every area. A new area adds its line here and to {@link AREA_ROUTERS}. */
export const EVENT_KINDS = registry(CORE_EVENTS, ACCESS_EVENTS, DIRECTORY_EVENTS, PIECE_EVENTS, INTAKE_EVENTS, TASK_EVENTS, CERTIFIED_EVENTS, CUSTODY_EVENTS, DAY_EVENTS, TRACKING_EVENTS, RECEIPT_EVENTS, KEEP_EVENTS)

/** The handlers of every area, under the names the contract gives them. */
export const AREA_ROUTERS = { access, audit, backup, certified, custody, days, directory, intake, keep, notify, office, pieces, printing, proof, receipts, scanning, tasks, tracking }

/** What the station does by itself at certain times; an area adds its own line. */
export const TASKS: readonly Task[] = [backupTask, dailyLogTask, noticesTask, refreshTask, mailTask, retentionTask]
