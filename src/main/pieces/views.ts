import type { PieceFilter, SavedView } from '../../shared/contract/pieces.ts'
import { newId } from '../../shared/ids.ts'
import { searchKey } from '../../shared/mail/names.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import * as queries from './queries.ts'

/** The caller's own saved views, by name. */
export function views(call: CheckedCall): SavedView[] {
  return queries.viewsOf(call.services.store.db, call.actor.id)
}

/** Saves a view, or changes the one named by `id`. @throws NotFound, Refusal `name-taken` */
export function saveView(call: CheckedCall, input: { id?: string | undefined; name: string; filter: PieceFilter }): SavedView {
  const { store } = call.services
  const user = call.actor.id
  return store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : queries.viewById(db, user, input.id)
    if (input.id !== undefined && !before) throw new NotFound('This view is not there any more. Save it under a name.')
    const key = searchKey(input.name) || input.name
    const taken = queries.viewNamed(db, user, key)
    if (taken !== null && taken !== before?.id) throw new Refusal('name-taken', `You have a view named ${input.name} already. Choose another name, or remove that one.`, { field: 'name' })
    const view: SavedView = { id: before?.id ?? newId(store.now()), name: input.name, filter: input.filter, at: store.now() }
    return {
      tables: (tables) => queries.putView(tables, user, key, view),
      events: [recordChanged.draft(null, { table: 'saved_view', record: view.id, action: before ? 'changed' : 'added', fields: ['name', 'filter'] })],
      answer: () => view,
    }
  })
}

/** Removes a view of the caller. @throws NotFound */
export function removeView(call: CheckedCall, id: string): Record<string, never> {
  return call.services.store.operate(call.actor, (db) => {
    if (!queries.viewById(db, call.actor.id, id)) throw new NotFound('This view is not there any more.')
    return {
      tables: (tables) => queries.deleteView(tables, call.actor.id, id),
      events: [recordChanged.draft(null, { table: 'saved_view', record: id, action: 'removed', fields: [] })],
      answer: () => ({}),
    }
  })
}
