/** The tracking board on paper: what needs a person by how soon it is due, or the pieces of a list. */
import type { TrackedRow } from '../contract/tracking.ts'
import { officeDay } from '../mail/days.ts'
import { pressing } from '../mail/tracking-attention.ts'
import { DUE_WORDS, standingWords, STEP_WORDS } from '../mail/tracking-standing.ts'
import { number, plural } from '../words.ts'
import { clockOf, dayInWords } from './dayLog.ts'
import type { Media, PageDocument } from './document.ts'
import { type Column, frame, MARGIN, sheets } from './sheets.ts'

export interface BoardSheet {
  readonly office: string
  readonly zone: string
  /** What the list shows, such as "Open letters". */
  readonly title: string
  /** How the list was narrowed, or empty. */
  readonly narrowed: string
  /** True for what needs a person: in groups, with the day and the next step. */
  readonly attention: boolean
  readonly rows: readonly TrackedRow[]
  /** How many there are; more than `rows` where the list was too long for paper. */
  readonly total: number
  /** How far the log went when it was printed. */
  readonly head: { readonly device: string; readonly sequence: number } | null
}

const whom = (row: TrackedRow): string => [row.name, row.department, row.matter].filter((part) => part !== '').join(', ') || row.carrierName

const ARTICLE: Column<TrackedRow> = { title: 'Article number', share: 44, bold: true, text: (row) => row.grouped || 'No number yet' }
const ATTENTION: ReadonlyArray<Column<TrackedRow>> = [
  ARTICLE, { title: 'To', share: 42, text: whom }, { title: 'What is wrong', share: 48, text: (row) => row.attention.map((item) => item.title).join('; ') }, { title: 'Due', share: 18, text: (row) => row.attention[0]?.due ?? '' },
  { title: 'Next step', share: 26, text: (row) => (row.attention[0] ? STEP_WORDS[row.attention[0].step] : '') }, { title: 'Looked after by', share: 26, text: (row) => row.attention[0]?.assigned?.name ?? '' },
]
const LIST: ReadonlyArray<Column<TrackedRow>> = [
  ARTICLE, { title: 'To', share: 46, text: whom }, { title: 'Where it stands', share: 46, text: (row) => standingWords(row) }, { title: 'Since', share: 18, text: (row) => row.outcomeDay ?? row.waitingSince ?? row.acceptedDay ?? '' },
  { title: 'Last seen', share: 18, text: (row) => row.lastDay ?? 'not seen' }, { title: 'What is wrong', share: 34, text: (row) => row.attention.map((item) => item.title).join('; ') },
]

/** The board as sheets of paper. `printedAt` is in UTC milliseconds. */
export function trackingBoard(board: BoardSheet, media: Media, printedAt: number): PageDocument {
  const pen = sheets(media)
  const today = officeDay(printedAt, board.zone)
  const line = (words: string, pt: number, bold = false): void => {
    pen.text(MARGIN, pen.y, pen.width, words, pt, { bold })
    pen.y += pt * 0.6
  }
  line(`${board.title}: ${plural(board.total, 'piece')}`, 13, true)
  if (board.narrowed !== '') line(board.narrowed, 9)
  if (board.total > board.rows.length) line(`Only the first ${number(board.rows.length)} stand on this paper. Narrow the list to print the others.`, 9, true)
  if (board.rows.length === 0) line('Nothing stands on this list.', 10)
  pen.y += 2
  if (board.attention) {
    for (const [group, title] of Object.entries(DUE_WORDS)) {
      const rows = board.rows.filter((row) => pressing(row.attention[0]?.due ?? today, today) === group)
      pen.table(title, plural(rows.length, 'piece'), ATTENTION, rows)
    }
  } else pen.table('Newest first', plural(board.rows.length, 'piece'), LIST, board.rows)
  const { head } = board
  const pages = pen.pages.map((elements, i) => [
    ...frame(media, {
      left: board.office, middle: 'Tracking', right: dayInWords(today), foot: head === null ? 'No entries of the log' : `Station ${head.device}, as of entry ${number(head.sequence)} of the log`,
      footRight: `Printed ${today} ${clockOf(printedAt, board.zone)}. Page ${i + 1} of ${pen.pages.length}`, last: 'What carriers and people said, as it stood when this was printed.',
    }), ...elements,
  ])
  return { kind: 'page', title: `Tracking ${today}`, width: media.width, height: media.height, pages }
}
