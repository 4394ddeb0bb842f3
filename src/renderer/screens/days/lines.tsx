import type { ReactNode } from 'react'
import type { DayLog, LetterLine, MailLine, NoteLine } from '../../../shared/contract/days.ts'
import { clockOf } from '../../../shared/printing/dayLog.ts'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { when } from '../../ui/words.ts'

export type Tab = 'in' | 'out' | 'letters' | 'back' | 'corrections' | 'voids' | 'late' | 'exceptions' | 'sums'

/** The lists of a day, in the order of the paper. */
export const TABS: ReadonlyArray<{ id: Tab; title: string; empty: string; count: (log: DayLog) => string }> = [
  { id: 'in', title: 'In', empty: 'Nothing came in', count: (log) => String(log.in.length) }, { id: 'out', title: 'Out', empty: 'Nothing went out', count: (log) => String(log.out.length) },
  { id: 'letters', title: 'Certified', empty: 'No letter was logged', count: (log) => String(log.letters.length) }, { id: 'back', title: 'Came back', empty: 'Nothing came back', count: (log) => String(log.back.length) },
  { id: 'corrections', title: 'Corrections', empty: 'Nothing was corrected', count: (log) => String(log.corrections.length) }, { id: 'voids', title: 'Voids', empty: 'Nothing was voided', count: (log) => String(log.voids.length) },
  { id: 'late', title: 'Late', empty: 'Nothing was entered late', count: (log) => String(log.late.length) }, { id: 'exceptions', title: 'Exceptions', empty: 'Nothing out of the ordinary', count: (log) => String(log.exceptions.length) },
  { id: 'sums', title: 'Sums', empty: '', count: () => '' },
]

export interface Line { id: string; piece: string | null; letter: boolean; voided: boolean; cells: ReactNode }

const HEADS: Record<Tab, readonly string[]> = {
  in: ['Number', 'Carrier', 'For', 'Came', 'What became of it'], out: ['Number', 'Carrier', 'For', 'Left', 'To'], back: ['Number', 'Carrier', 'For', 'Came back', 'Why'],
  letters: ['Book', 'Article number', 'Addressee', 'Return receipt', 'Date evidence', 'Cost'], corrections: ['Number', 'What', 'Before and after', 'Why', 'Who'], voids: ['Number', 'What', 'Why', 'Who', ''],
  late: ['Number', 'What', 'Happened', 'From', 'Written by'], exceptions: ['Number', 'What', 'Note', 'Who', ''], sums: [],
}
export const head = (tab: Tab): readonly string[] => HEADS[tab].filter((word) => word !== '')

/** How an ending is marked; the words beside it say the same. */
function markOf(line: MailLine): MarkName {
  const { became } = line
  if (line.letter) return 'returned'
  const marks: ReadonlyArray<[string, MarkName]> = [['Handed', 'handed'], ['Left at', 'mailstop'], ['Sent on', 'forwarded-in'], ['Returned', 'rts'], ['Lost', 'lost'], ['Disposed', 'disposed'], ['Voided', 'disposed'], ['Held', 'held'], ['Refused', 'refused-in'], ['Out with', 'onrun'], ['Here, in', 'stored']]
  return marks.find(([start]) => became.startsWith(start))?.[1] ?? 'received'
}

function mail(line: MailLine, zone: string, i: number): Line {
  const whom = line.letter ? `Our letter to ${line.recipient}` : [line.recipient, line.department].filter(Boolean).join(', ') || 'Nobody named'
  return {
    id: `${line.piece}-${i}`, piece: line.piece, letter: line.letter, voided: line.voided,
    cells: (
      <>
        <Num grouped={line.grouped} voided={line.voided} /><span title={line.carrier}>{line.carrier}</span><span title={whom}>{whom}</span>
        <span title={`${when(line.at, zone)}, ${line.by}`}>{clockOf(line.at, zone)}{line.late ? ', late' : ''}</span><span title={`${line.became}, ${when(line.becameAt, zone)}, ${line.becameBy}`}><Mark name={markOf(line)} /> {line.became}{line.becameAt === line.at ? '' : `, ${clockOf(line.becameAt, zone)}`}, {line.becameBy}</span>
      </>
    ),
  }
}

const money = (cents: number): string => (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

function letter(line: LetterLine): Line {
  const evidence = line.returned ? `Came back: ${line.returned}` : line.evidence || (line.voided ? 'Voided' : 'None yet')
  return {
    id: line.piece, piece: line.piece, letter: true, voided: line.voided,
    cells: (
      <>
        <span>{line.book}</span>
        {line.grouped ? <Num grouped={line.grouped} voided={line.voided} /> : <span>No number yet</span>}<span title={line.addressee}>{line.addressee}</span><span title={line.services.join(', ')}>{line.receipt}{line.services.some((service) => service.startsWith('Restricted')) ? ', addressee only' : ''}</span>
        <span title={evidence}><Mark name={line.returned ? 'returned' : line.evidence ? 'accepted' : line.state === 'presented' ? 'presented' : line.voided ? 'disposed' : line.book ? 'inbook' : 'logged'} /> {evidence}</span><span title={line.voided || line.unpriced ? undefined : `Postage ${money(line.postage)}, fees ${money(line.fees)}`}>{line.voided ? '' : line.unpriced ? 'not known' : money(line.postage + line.fees)}</span>
      </>
    ),
  }
}

function note(line: NoteLine, zone: string, tab: Tab): Line {
  const number = line.grouped ? <Num grouped={line.grouped} /> : <span>Entry {line.sequence.toLocaleString('en-US')}</span>
  const who = <span title={`${when(line.at, zone)}, ${line.by}`}>{clockOf(line.at, zone)}, {line.by}{line.allowedBy ? `, allowed by ${line.allowedBy}` : ''}</span>
  const why = <span title={line.reason}>{line.reason}</span>
  const change = `${line.before || 'none'} \u2192 ${line.after || 'none'}`
  return {
    id: `${line.device}/${line.sequence}`, piece: line.piece, letter: line.what.startsWith('Letter'), voided: false,
    cells: tab === 'corrections' ? <>{number}<span>{line.what}</span><span title={change}>{change}</span>{why}{who}</>
      : tab === 'late' ? <>{number}<span>{line.what}</span><span>{when(line.at, zone)}</span>{why}<span>{when(line.recordedAt, zone)}, {line.by}</span></>
        : <>{number}<span>{line.what}</span>{why}{who}</>,
  }
}

/** The lines of one list. */
export function linesOf(log: DayLog, tab: Tab): Line[] {
  const { zone } = log.office
  if (tab === 'sums') return []
  if (tab === 'letters') return log.letters.map(letter)
  if (tab === 'in' || tab === 'out' || tab === 'back') return log[tab].map((line, i) => mail(line, zone, i))
  return log[tab].map((line) => note(line, zone, tab))
}
