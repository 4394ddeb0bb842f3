import { ACCESS_EVENTS } from './access/events.ts'
import { CERTIFIED_EVENTS } from './certified/events.ts'
import { CUSTODY_EVENTS } from './custody/events.ts'
import { DAY_EVENTS } from './days/events.ts'
import { DIRECTORY_EVENTS } from './directory/events.ts'
import { INTAKE_EVENTS } from './intake/events.ts'
import { KEEP_EVENTS } from './keep/events.ts'
import { PIECE_EVENTS } from './pieces/events.ts'
import { RECEIPT_EVENTS } from './receipts/events.ts'
import { TASK_EVENTS } from './tasks/events.ts'
import { TRACKING_EVENTS } from './tracking/events.ts'
import { CORE_EVENTS } from './store/core.ts'
import { registry } from './store/events.ts'

/** Every kind of event of every area: all that a worker has to know of them. A new area adds its line here and its router in `areas.ts`. */
export const EVENT_KINDS = registry(CORE_EVENTS, ACCESS_EVENTS, DIRECTORY_EVENTS, PIECE_EVENTS, INTAKE_EVENTS, TASK_EVENTS, CERTIFIED_EVENTS, CUSTODY_EVENTS, DAY_EVENTS, TRACKING_EVENTS, RECEIPT_EVENTS, KEEP_EVENTS)
