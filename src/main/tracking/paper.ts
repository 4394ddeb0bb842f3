import type { BoardFilter, TrackedRow } from '../../shared/contract/tracking.ts'
import type { Printable } from '../../shared/contract/printing.ts'
import { STANDING_WORDS } from '../../shared/mail/tracking-standing.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { trackingBoard } from '../../shared/printing/tracking-board.ts'
import type { CheckedCall } from '../call.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { board } from './board.ts'

/** More rows than a person reads on paper. */
const MOST = 2_000
const PAGE = 500
const VIEWS: Readonly<Record<BoardFilter['view'], string>> = { attention: 'Needs attention', open: 'Open pieces', closed: 'Closed pieces', all: 'All pieces' }

/** The board as the filter shows it, as sheets of paper; made off the scan's path. */
export async function print(call: CheckedCall, filter: Omit<BoardFilter, 'cursor' | 'limit'>): Promise<Printable> {
  const { store, reader } = call.services
  const { standing, text = '' } = filter
  const rows: TrackedRow[] = []
  let [next, counted]: [number | null | undefined, number] = [undefined, 0]
  while (next !== null && rows.length < MOST) {
    const page = board(call, { ...filter, limit: PAGE, ...(next === undefined ? {} : { cursor: next }) })
    rows.push(...page.rows)
    next = page.next
    counted = standing === undefined ? { attention: page.attention, open: page.open, closed: page.closed, all: page.total }[filter.view] : (page.counts.find((one) => one.standing === standing)?.count ?? 0)
  }
  const now = store.now()
  const document = trackingBoard({
    office: setting(store.db, OFFICE)?.name ?? '', zone: store.zone(), title: standing === undefined ? VIEWS[filter.view] : STANDING_WORDS[standing],
    narrowed: text.trim() === '' ? '' : `With "${text.trim()}" in name, department, matter or number`, attention: filter.view === 'attention' && standing === undefined, rows, total: next === null ? rows.length : Math.max(counted, rows.length), head: store.head,
  }, MEDIA.letter, now)
  const { bytes, missing } = await reader.run('documentPdf', { document, created: now })
  return { title: document.title, content: Buffer.from(bytes).toString('base64'), missing }
}
