import type { WritableDb } from './db.ts'
import type { EventDraft, LoggedEvent } from './events.ts'

/** What an operation decided: the events that tell it, the ordinary tables it changes, and its answer once they are written. */
export interface Decision<T> {
  events: readonly EventDraft[]
  tables?: (db: WritableDb) => void
  /** Built inside the transaction, after the projections have followed; `written` are the decision's own events. */
  answer: (written: readonly LoggedEvent[]) => T
}
