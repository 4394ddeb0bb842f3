import { memo, type ReactNode, type Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { problemOf } from '../../app/problem.ts'
import type { WaitingScan } from '../../scan/queue.ts'
import { scansShown } from '../../scan/scans.ts'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clock, count, stateWords } from '../../ui/words.ts'
import css from './intake.module.css'
import type { SessionFilter, SessionPieces } from './session-pieces.ts'
import { whatItIs } from './what-it-is.ts'

export interface SessionListProps { pieces: SessionPieces; all: SessionPieces; filter: SessionFilter; onFilter: (filter: SessionFilter) => void; onAsk: (piece: PieceRow) => void; selected: string | null; onSelect: (id: string) => void; onOpen: (piece: PieceRow) => void; onLeave: () => void; children?: ReactNode; ref?: Ref<HTMLDivElement> }

export function SessionList({ pieces, all, filter, onFilter, onAsk, selected, onSelect, onOpen, onLeave, children, ref }: SessionListProps): ReactNode {
  const zone = useZone()
  const waiting = useStore(scansShown).scans.filter((scan) => !scan.refused).toReversed()
  const { rows, query } = pieces
  // Numbers only while the list holds the whole session.
  const whole = all.rows.length >= all.total
  const none = all.rows.filter((row) => row.assignment === 'none' && !row.voided).length
  const open = all.rows.filter((row) => row.questions.length > 0 && !row.voided).length
  const options = [{ value: 'all', label: t('common.all') }, { value: 'none', label: whole ? t('intake.sessionList.noRecipientNone', { none }) : t('common.noRecipient') }, { value: 'open', label: whole ? t('intake.sessionList.toAnswerOpen', { open }) : t('intake.sessionList.toAnswer') }] as const
  return (
    <section className={css.sess} aria-label={t('intake.sessionList.thisSession')}>
      <PaneHead title={t('intake.sessionList.thisSession')} after={pieces.since > 0 ? t('intake.sessionList.sinceSince', { since: clock(pieces.since, zone, false) }) : undefined}>{(all.rows.length > 0 || (!all.query.isPending && all.query.error === null)) && <span className={css.total}>{count(pieces.total, t('common.piece'))}</span>}</PaneHead>
      {children}
      {all.rows.length > 0 && <div className={css.filter}><Segments label={t('intake.sessionList.whichPiecesOfTheSession')} small value={filter} options={options} onChange={onFilter} /></div>}
      {waiting.length > 0 && <ol className={css.waiting} aria-label={t('intake.sessionList.onTheWayToTheStation')}>{waiting.slice(0, 8).map((scan) => <WaitingRow key={scan.id} scan={scan} />)}{waiting.length > 8 && <li className={css.more}>{t('intake.sessionList.andCountof', { countOf: count(waiting.length - 8, t('common.more'), t('common.more')) })}</li>}</ol>}
      {query.error !== null && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { query.refetch() }} /></div>}
      {query.isPending && pieces.since > 0 ? <Loading rows={6} label={t('intake.sessionList.readingThisSession')} /> : rows.length === 0 && waiting.length === 0 ? query.error === null && (
        filter === 'all' ? <Empty mark="received" title={t('intake.sessionList.nothingTakenInYet')}>{t('intake.sessionList.scanTheFirstPieceItAppears')}</Empty>
          : <Empty mark="stored" title={filter === 'none' ? t('intake.sessionList.everyPieceHasARecipient') : t('intake.sessionList.nothingIsOpen')}>{filter === 'none' ? t('intake.sessionList.piecesOfThisSessionThatHave') : t('intake.sessionList.piecesOfThisSessionWithA')}</Empty>
      ) : (
        <Rows ref={ref} label={t('intake.sessionList.piecesOfThisSession')} items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={onSelect} onOpen={onOpen} onLeave={onLeave} voided={(row) => row.voided !== null} render={(row) => <SessionRow row={row} zone={zone} onAsk={onAsk} />} />
      )}
    </section>
  )
}

/** What is open about a piece, in a tag. */
export const ASKED = { 'seen-before': t('common.seenBefore'), 'check-digit': t('common.checkDigit'), carrier: t('intake.sessionList.whoseNumber') } as const
const CONDITION = { damaged: t('common.damaged'), open: t('common.open'), wet: t('intake.sessionList.wet') } as const

/** Whose piece it is, in the words it was recorded with. */
export function forWhom(row: PieceRow): string {
  if (!row.recipient) return t('common.noRecipient')
  return row.recipient.name || t('intake.sessionList.departmentDepartment', { department: row.recipient.department })
}

/** What has to be seen of a piece at once: its question, its condition, how many it is. */
export function PieceTags({ row, onAsk }: { row: PieceRow; onAsk?: ((piece: PieceRow) => void) | undefined }): ReactNode {
  const [asked] = row.questions
  const bad = row.condition === '' || row.condition === 'good' ? null : CONDITION[row.condition]
  return (
    <>
      {asked && <span data-ask={onAsk ? true : undefined} onClick={onAsk && ((event) => { event.stopPropagation(); onAsk(row) })}><Tag tone="act" small>{ASKED[asked]}</Tag></span>}
      {bad && <Tag tone="act" small>{bad}</Tag>}
      {row.count > 1 && <Tag small>{count(row.count, t('intake.sessionList.item'))}</Tag>}
      {row.statedSource !== null && <Tag small>{t('intake.sessionList.lateEntry')}</Tag>}
    </>
  )
}

/** Drawn anew only when the piece changes: a scan puts one row above all the others. */
const SessionRow = memo(function SessionRow({ row, zone, onAsk }: { row: PieceRow; zone: string; onAsk: (piece: PieceRow) => void }): ReactNode {
  const words = stateWords(row.state, row.voided !== null)
  const nobody = row.assignment === 'none' && !row.voided
  return (
    <div className={css.row} data-void={row.voided !== null || undefined}>
      <Mark name={nobody ? 'norecipient' : words.mark} />
      <div><b>{forWhom(row)}</b><span className={css.d}>{whatItIs(row)} <Num grouped={row.grouped} tail voided={row.voided !== null} /></span></div>
      <div className={css.e}>
        <span className={css.tags}>{row.voided ? t('common.voided') : <><PieceTags row={row} onAsk={onAsk} />{row.assignment === 'several' && <Tag tone="act" small>{t('intake.sessionList.several')}</Tag>}{row.assignment === 'unknown' && <Tag small>{t('intake.sessionList.unknownName')}</Tag>}{row.location ? <span className={css.loc}>{row.location}</span> : nobody && row.questions.length === 0 ? <span className={css.ask}>{t('common.whoIsItFor')}</span> : null}</>}</span>
        <span className={css.d}>{clock(row.receivedAt, zone)}</span>
      </div>
    </div>
  )
})

function WaitingRow({ scan }: { scan: WaitingScan }): ReactNode {
  return <li className={css.row}><Mark name="label" /><div><b>{scan.text}</b><span className={css.d}>{scan.by.name}</span></div><div className={css.e}><span>{t('intake.sessionList.saving')}</span></div></li>
}
