import type { ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { DayLog, LetterLine, MailLine, NoteLine } from '../../../shared/contract/days.ts'
import { clockOf } from '../../../shared/printing/dayLog.ts'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { when } from '../../ui/words.ts'
import css from './days.module.css'

export type Tab = 'in' | 'out' | 'letters' | 'back' | 'corrections' | 'voids' | 'late' | 'exceptions' | 'sums'

/** The lists of a day, in the order of the paper. */
export const TABS: ReadonlyArray<{ id: Tab; title: string; empty: string; count: (log: DayLog) => string }> = [
  { id: 'in', title: t('days.lines.in'), empty: t('days.lines.nothingCameIn'), count: (log) => String(log.in.length) }, { id: 'out', title: t('days.lines.out'), empty: t('days.lines.nothingWentOut'), count: (log) => String(log.out.length) },
  { id: 'letters', title: t('days.lines.certified'), empty: t('days.lines.noLetterWasLogged'), count: (log) => String(log.letters.length) }, { id: 'back', title: t('common.cameBack'), empty: t('days.lines.nothingCameBack'), count: (log) => String(log.back.length) },
  { id: 'corrections', title: t('days.lines.corrections'), empty: t('days.lines.nothingWasCorrected'), count: (log) => String(log.corrections.length) }, { id: 'voids', title: t('days.lines.voids'), empty: t('days.lines.nothingWasVoided'), count: (log) => String(log.voids.length) },
  { id: 'late', title: t('days.lines.late'), empty: t('days.lines.nothingWasEnteredLate'), count: (log) => String(log.late.length) }, { id: 'exceptions', title: t('days.lines.exceptions'), empty: t('days.lines.nothingOutOfTheOrdinary'), count: (log) => String(log.exceptions.length) },
  { id: 'sums', title: t('common.sums'), empty: '', count: () => '' },
]

export interface Line { id: string; piece: string | null; letter: boolean; voided: boolean; cells: ReactNode }

const HEADS: Record<Tab, readonly string[]> = {
  in: [t('common.number'), t('common.for'), t('days.lines.came'), t('days.lines.whatBecameOfIt')], out: [t('common.number'), t('common.for'), t('common.left'), t('common.to')], back: [t('common.number'), t('common.for'), t('common.cameBack'), t('common.why')],
  letters: [t('days.lines.book'), t('common.articleNumber'), t('common.addressee'), t('common.returnReceipt'), t('days.lines.dateEvidence'), t('common.cost')], corrections: [t('common.number'), t('common.what'), t('days.lines.beforeAndAfter'), t('common.why'), t('days.lines.who')], voids: [t('common.number'), t('common.what'), t('common.why'), t('days.lines.who'), ''],
  late: [t('common.number'), t('common.what'), t('days.lines.happened'), t('common.from'), t('days.lines.writtenBy')], exceptions: [t('common.number'), t('common.what'), t('common.note'), t('days.lines.who'), ''], sums: [],
}
/** How high the lines of a list are, pixels: those of pieces are of two. */
export const heightOf = (tab: Tab): number => (tab === 'in' || tab === 'out' || tab === 'back' ? 48 : 36)
export const head = (tab: Tab): readonly string[] => HEADS[tab].filter((word) => word !== '')

/** How an ending is marked; the words beside it say the same. */
function markOf(line: MailLine): MarkName {
  const { became } = line
  if (line.letter) return 'returned'
  const marks: ReadonlyArray<[string, MarkName]> = [[t('days.lines.handed'), 'handed'], [t('days.lines.leftAt'), 'mailstop'], [t('days.lines.sentOn'), 'forwarded-in'], [t('days.lines.returned'), 'rts'], [t('common.lost'), 'lost'], [t('days.lines.disposed'), 'disposed'], [t('common.voided'), 'disposed'], [t('common.held'), 'held'], [t('common.refused'), 'refused-in'], [t('days.lines.outWith'), 'onrun'], [t('days.lines.hereIn'), 'stored']]
  return marks.find(([start]) => became.startsWith(start))?.[1] ?? 'received'
}

function mail(line: MailLine, zone: string, i: number): Line {
  const whom = line.letter ? t('days.lines.ourLetterToRecipient', { recipient: line.recipient }) : line.recipient || line.department || t('common.nobodyNamed')
  const department = line.letter || line.recipient === '' ? '' : line.department
  return {
    id: `${line.piece}-${i}`, piece: line.piece, letter: line.letter, voided: line.voided,
    cells: (
      <>
        <span className={css.two}><span><Num grouped={line.grouped} voided={line.voided} /></span><small>{line.carrier}</small></span>
        <span className={css.two} title={[whom, department].filter(Boolean).join(', ')}><span>{whom}</span><small>{department}</small></span>
        <span className={css.two} title={`${when(line.at, zone)}, ${line.by}`}><span>{clockOf(line.at, zone)}</span><small>{line.late ? t('days.lines.enteredLate') : ''}</small></span>
        <span className={css.became} title={`${line.became}, ${when(line.becameAt, zone)}, ${line.becameBy}`}><Mark name={markOf(line)} /><span className={css.two}><span>{line.became}</span><small>{line.becameAt === line.at ? '' : `${clockOf(line.becameAt, zone)}, `}{line.becameBy}</small></span></span>
      </>
    ),
  }
}

const money = (cents: number): string => (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

function letter(line: LetterLine): Line {
  const evidence = line.returned ? t('days.lines.cameBackReturned', { returned: line.returned }) : line.evidence || (line.voided ? t('common.voided') : t('days.lines.noneYet'))
  return {
    id: line.piece, piece: line.piece, letter: true, voided: line.voided,
    cells: (
      <>
        <span>{line.book}</span>
        {line.grouped ? <Num grouped={line.grouped} voided={line.voided} /> : <span>{t('common.noNumberYet')}</span>}<span title={line.addressee}>{line.addressee}</span><span title={line.services.join(', ')}>{line.receipt}{line.services.some((service) => service.startsWith('Restricted')) ? t('days.lines.addresseeOnly') : ''}</span>
        <span title={evidence}><Mark name={line.returned ? 'returned' : line.evidence ? 'accepted' : line.state === 'presented' ? 'presented' : line.voided ? 'disposed' : line.book ? 'inbook' : 'logged'} /> {evidence}</span><span title={line.voided || line.unpriced ? undefined : t('days.lines.postagePostageFeesFees', { postage: money(line.postage), fees: money(line.fees) })}>{line.voided ? '' : line.unpriced ? t('common.notKnown') : money(line.postage + line.fees)}</span>
      </>
    ),
  }
}

function note(line: NoteLine, zone: string, tab: Tab): Line {
  const what = line.grouped ? <Num grouped={line.grouped} /> : <span>{t('days.lines.entrySequence', { sequence: number(line.sequence) })}</span>
  const who = <span title={`${when(line.at, zone)}, ${line.by}`}>{clockOf(line.at, zone)}, {line.by}{line.allowedBy ? t('days.lines.allowedByAllowedby', { allowedBy: line.allowedBy }) : ''}</span>
  const why = <span title={line.reason}>{line.reason}</span>
  const change = `${line.before || t('common.none')} \u2192 ${line.after || t('common.none')}`
  return {
    id: `${line.device}/${line.sequence}`, piece: line.piece, letter: line.what.startsWith('Letter'), voided: false,
    cells: tab === 'corrections' ? <>{what}<span>{line.what}</span><span title={change}>{change}</span>{why}{who}</>
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
