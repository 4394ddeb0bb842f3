import type { LetterReceipts, ReceiptKind, ReceiptRow, ReceiptState, ReturnedLetter } from '../../shared/contract/receipts.ts'
import type { FileType } from '../../shared/contract/pieces.ts'
import type { AttentionDays } from '../../shared/mail/tracking-attention.ts'
import { receiptDays } from '../../shared/mail/tracking-attention.ts'
import { addDays } from '../../shared/mail/days.ts'
import { searchKey } from '../../shared/mail/names.ts'
import { isDelivered } from '../../shared/mail/outcomes.ts'
import type { ReturnCode } from '../../shared/mail/returns.ts'
import { returnWords } from '../../shared/mail/returns.ts'
import type { ReadableDb } from '../store/db.ts'
import { all, one } from '../store/db.ts'

interface Row {
  no: number; id: string; kind: ReceiptKind; number: string; grouped: string; green_card: string; name: string; department: string; matter: string; mailing_day: string | null
  status: ReceiptRow['status'] | null; outcome: ReceiptRow['outcome']; outcome_day: string | null; accepted_day: string | null
  received_at: number | null; received_by: string | null; received_number: string | null; received_note: string | null; file: string | null; type: FileType | null
  signer: string | null; signer_as: 'addressee' | 'agent' | 'unreadable' | null; signer_at: number | null; signer_by: string | null
}

const COLUMNS = `p.no, p.id, p.number, p.grouped, l.green_card, l.name, l.department, l.matter, l.mailing_day, t.status, t.outcome, t.outcome_day, t.accepted_day,
  r.received_at, r.received_by, r.number AS received_number, r.note AS received_note, r.file, k.type, r.signer, r.signer_as, r.signer_at, r.signer_by`

/** Every receipt of one kind that was bought with a letter which USPS has, or had. */
const bought = (kind: ReceiptKind): string => `SELECT '${kind}' AS kind, ${COLUMNS} FROM letter l JOIN piece p ON p.no = l.piece LEFT JOIN tracking_status t ON t.piece = l.piece
  LEFT JOIN receipt r ON r.piece = l.piece AND r.kind = '${kind}' LEFT JOIN kept_file k ON k.file = r.file WHERE instr(l.services, '${kind}') > 0 AND l.state <> 'voided' AND (l.state IN ('presented', 'accepted') OR r.piece IS NOT NULL)`

const GONE: ReadonlySet<string> = new Set(['returned-to-us', 'lost'])

function dueOf(row: Row, today: string, days: AttentionDays): { due: string | null; because: string } {
  if (row.outcome === null || !isDelivered(row.outcome) || row.outcome_day === null) return { due: null, because: 'not delivered yet' }
  if (row.kind === 'card') return { due: addDays(row.outcome_day, days.receipt), because: `delivered ${row.outcome_day}` }
  const soon = addDays(row.outcome_day, days.receipt)
  const from = row.mailing_day ?? row.accepted_day
  if (from === null) return { due: soon, because: `ready since ${row.outcome_day}` }
  const { fastUntil, keptUntil } = receiptDays(from)
  if (today > keptUntil) return { due: keptUntil, because: `USPS kept it until ${keptUntil}` }
  if (today > fastUntil) return { due: soon < fastUntil ? soon : fastUntil, because: `slow since ${fastUntil}; USPS keeps it until ${keptUntil}` }
  return { due: soon < fastUntil ? soon : fastUntil, because: `ready since ${row.outcome_day}; fast until ${fastUntil}, kept until ${keptUntil}` }
}

function asReceipt(row: Row, today: string, days: AttentionDays): ReceiptRow {
  const { due, because } = dueOf(row, today, days)
  const status = row.status ?? 'no-news'
  const state: ReceiptState = row.received_at !== null ? 'received' : GONE.has(status) ? 'not-coming' : due !== null && due < today ? 'overdue' : 'expected'
  return {
    letter: row.id, kind: row.kind, state, number: row.number, grouped: row.grouped, greenCard: row.green_card, name: row.name, department: row.department, matter: row.matter, mailedDay: row.mailing_day,
    status, outcome: row.outcome, deliveredDay: row.outcome !== null && isDelivered(row.outcome) ? row.outcome_day : null, due: state === 'not-coming' ? null : due,
    because: state === 'not-coming' ? (status === 'lost' ? 'the letter is lost' : 'the letter came back') : because,
    received: row.received_at === null ? null : { at: row.received_at, by: row.received_by ?? '', number: row.received_number ?? '', note: row.received_note ?? '', file: row.file === null || row.type === null ? null : { file: row.file, type: row.type } },
    signer: row.signer_as === null ? null : { name: row.signer ?? '', as: row.signer_as, at: row.signer_at ?? 0, by: row.signer_by ?? '' },
  }
}

const byDue = (a: ReceiptRow, b: ReceiptRow): number => ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : (a.due ?? '9999') > (b.due ?? '9999') ? 1 : 0)

function fits(row: ReceiptRow, words: readonly string[], digits: string): boolean {
  if (digits.length >= 2 && (row.number.includes(digits) || row.greenCard.replaceAll(' ', '').includes(digits))) return true
  const text = searchKey(`${row.name} ${row.department} ${row.matter}`)
  return words.length > 0 && words.every((word) => text.includes(word))
}

/** One page of the receipts in a state, and how many are in each. */
export function board(db: ReadableDb, asked: { state: ReceiptState; text?: string | undefined; cursor: number; limit: number }, today: string, days: AttentionDays) {
  const rows = all<Row & Record<string, never>>(db, `SELECT * FROM (${bought('card')} UNION ALL ${bought('electronic')}) ORDER BY no DESC, kind`).map((row) => asReceipt(row, today, days))
  const counts = { expected: 0, overdue: 0, received: 0, notComing: 0 }
  for (const { state } of rows) counts[state === 'not-coming' ? 'notComing' : state]++
  const text = asked.text?.trim() ?? ''
  const [words, digits] = [searchKey(text).split(' ').filter((word) => word !== ''), text.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase()]
  const chosen = rows.filter((row) => row.state === asked.state && (text === '' || fits(row, words, digits)))
  if (asked.state === 'overdue' || asked.state === 'expected') chosen.sort(byDue)
  const page = chosen.slice(asked.cursor, asked.cursor + asked.limit)
  return { rows: page, next: asked.cursor + asked.limit < chosen.length ? asked.cursor + asked.limit : null, counts }
}

/** A letter's receipts and return, or null when it is no letter. */
export function receiptsOf(db: ReadableDb, letter: string, today: string, days: AttentionDays): LetterReceipts | null {
  const row = one<{ no: number; number: string; grouped: string; name: string; matter: string; services: string }>(db, 'SELECT p.no, p.number, p.grouped, l.name, l.matter, l.services FROM piece p JOIN letter l ON l.piece = p.no WHERE p.id = ?', letter)
  if (!row) return null
  const kinds = (['card', 'electronic'] as const).filter((kind) => row.services.split(' ').includes(kind))
  const receipts = kinds.flatMap((kind) => {
    const found = one<Row & Record<string, never>>(db, `${bought(kind)} AND l.piece = ?`, row.no)
    return found ? [asReceipt(found, today, days)] : []
  })
  return { letter, number: row.number, grouped: row.grouped, name: row.name, matter: row.matter, receipts, returned: returnedOf(db, letter, row.no) }
}

function returnedOf(db: ReadableDb, letter: string, no: number): ReturnedLetter | null {
  const row = one<{ at: number; by: string; reason: ReturnCode; sealed: number; place: string; note: string; photo: string | null; type: FileType | null }>(db, 'SELECT r.at, r.by, r.reason, r.sealed, r.place, r.note, r.photo, k.type FROM returned_letter r LEFT JOIN kept_file k ON k.file = r.photo WHERE r.piece = ?', no)
  return row && { letter, at: row.at, by: row.by, reason: row.reason, words: returnWords(row.reason), sealed: row.sealed === 1, place: row.place, note: row.note, photo: row.photo === null || row.type === null ? null : { file: row.photo, type: row.type } }
}
