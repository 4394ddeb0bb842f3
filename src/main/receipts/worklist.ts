/** Pages for which no letter was found with certainty: shown to a person, given to a letter or put aside. */
import type { FiledAs, OpenPage } from '../../shared/contract/receipts.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import type { EventDraft } from '../store/events.ts'
import { scanSettled } from './events.ts'
import * as queries from './page-queries.ts'
import { filingDrafts, pageFile } from './stack.ts'

type PageAt = Pick<OpenPage, 'file' | 'page'>

/** Pages that wait, or that were put aside. */
export function worklist({ services: { store } }: CheckedCall, input: { aside: boolean; limit: number }): { rows: OpenPage[]; open: number; aside: number } {
  return { rows: queries.openPages(store.db, input.aside ? 'aside' : 'open', input.limit), ...queries.openCounts(store.db) }
}

/** A page for the screen, in dots of its longer side and JPEG quality. */
const ON_SCREEN = { longest: 1_600, quality: 80 }

/** A page as a picture. @throws NotFound, Refusal `unreadable` */
export async function page(call: CheckedCall, { file, page: number }: PageAt, signal?: AbortSignal): Promise<{ content: string }> {
  const { store, reader } = call.services
  const type = queries.typeOfKept(store.db, file)
  if (type === null) throw new NotFound('Nothing in this store has this file.')
  const { bytes } = await reader.run('pagePicture', { file, type, page: number, ...ON_SCREEN }, signal ? { signal } : {}).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'DecodeError' ? new Refusal('unreadable', error.message) : error
  })
  return { content: Buffer.from(bytes).toString('base64') }
}

/** Gives pages to a letter, or puts them aside. @throws Refusal `not-open`, `no-reason`, and why the letter cannot have them */
export async function settle(call: CheckedCall, input: { pages: readonly PageAt[]; letter: string | null; as: FiledAs; number: string; reason: string }, signal?: AbortSignal): Promise<{ open: number }> {
  const { store } = call.services
  const reason = input.reason.trim()
  if (input.letter === null && reason === '') throw new Refusal('no-reason', 'Say why nobody needs these pages.', { field: 'reason' })
  for (const at of input.pages) {
    const row = queries.openPage(store.db, at.file, at.page)
    if (!row) throw new Refusal('not-open', 'This page does not wait any more: somebody filed it meanwhile.')
    const { letter } = input
    const scan = { file: row.file, type: row.type, bytes: row.bytes, name: row.name }
    const own = letter === null ? scan : await pageFile(call, scan, row.page, row.pages, signal)
    store.operate(call.actor, (db) => {
      if (!queries.openPage(db, at.file, at.page)) throw new Refusal('not-open', 'This page does not wait any more: somebody filed it meanwhile.')
      const note = row.pages === 1 ? reason : [`page ${row.page} of ${row.pages} of ${row.name}, SHA-256 ${row.file}`, reason].filter((part) => part !== '').join('; ')
      const events: EventDraft[] = letter === null ? [] : filingDrafts(call, { letter, as: input.as, number: input.number }, own, { sourceFile: row.file, page: row.pages === 1 ? 0 : row.page, pages: row.pages, name: row.name }, note)
      return { events: [...events, scanSettled.draft(null, { scanFile: row.file, page: row.page, letter, reason })], answer: () => null }
    })
  }
  return { open: queries.openCounts(store.db).open }
}
