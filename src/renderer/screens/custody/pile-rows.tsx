import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { waitingPile } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import type * as z from 'zod'
import { useStation, useZone } from '../../app/station.ts'
import { Icon, Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { HiddenText, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { stateWords, when } from '../../ui/words.ts'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './custody.module.css'
import { age } from './words.ts'

type WaitingPile = z.infer<typeof waitingPile>

export interface PileRowsProps {
  rows: readonly PieceRow[]
  piles: readonly WaitingPile[]
  /** The person asked for; rows of others say whose they are. */
  own: string | null
  ticked: ReadonlySet<string>
  ready: (row: PieceRow) => boolean
  selected: string | null
  onSelect: (id: string) => void
  onTick: (id: string) => void
  onKeyDown: (event: KeyboardEvent) => void
  onEnd: () => void
  ref?: Ref<HTMLDivElement>
}

/** The pieces of a pile as they are ticked: location, what it is, number, since when. */
export function PileRows({ rows, piles, own, ticked, ready, selected, onSelect, onTick, onKeyDown, onEnd, ref }: PileRowsProps): ReactNode {
  const zone = useZone()
  const now = useStation()?.now ?? 0
  const others = piles.length > 1
  return (
    <div className={css.pile} onKeyDown={onKeyDown}>
      <div className={css.pileHead} aria-hidden="true"><span /><span>{t('common.location')}</span><span>{t('common.piece2')}</span><span>{t('common.number')}</span><span>{t('custody.pileRows.arrived')}</span><span /></div>
      <Rows autoFocus ref={ref} label={t('custody.pileRows.piecesToHandOver')} items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={onSelect} onOpen={(row) => { if (ready(row)) onTick(row.id) }} onEnd={onEnd}
        render={(row) => {
          const on = ticked.has(row.id) && ready(row)
          const state = stateWords(row.state)
          const waits = age(row.receivedAt, now)
          return (
            <div className={css.pileRow}>
              <span className={css.box} data-on={on || undefined} data-off={!ready(row) || undefined}>{on && <><Icon name="check" size="s" /><HiddenText>{t('common.ticked')}</HiddenText></>}</span>
              <span>{row.location ? <span className={css.locBig}>{row.location}</span> : <span className={css.third}>{t('custody.pileRows.noneYet')}</span>}</span>
              <span><b>{whatItIs(row)}</b><span className={css.d}>{others && row.recipient?.person !== own ? t('custody.pileRows.forName', { name: row.recipient?.name || row.recipient?.department }) : [row.type, row.count > 1 ? t('custody.pileRows.countofItems', { countOf: row.count }) : ''].filter(Boolean).join(', ')}</span></span>
              <Num grouped={row.grouped} />
              <span className={css.second}>{when(row.receivedAt, zone)}</span>
              <span className={css.e}>
                {!ready(row) ? <Tag small tone={row.state === 'on-run' ? 'move' : 'act'}><Mark name={state.mark} />{state.word}</Tag> : row.condition !== '' && row.condition !== 'good' ? <Tag small tone="act">{row.condition[0]?.toUpperCase()}{row.condition.slice(1)}</Tag> : row.accountable ? <Tag small>{t('custody.pileRows.signForIt')}</Tag> : waits.look ? <b data-look>{waits.text}</b> : null}
              </span>
            </div>
          )
        }} />
    </div>
  )
}
