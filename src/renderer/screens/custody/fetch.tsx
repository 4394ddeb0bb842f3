import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { station } from '../../app/station.ts'
import { Key } from '../../ui/parts.tsx'
import { Rack, slotOf, type SlotState } from '../../ui/rack.tsx'
import { count } from '../../ui/words.ts'
import css from './custody.module.css'

const NTH = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth']

/** The next location to walk to, and where it is in the rack. */
export function Fetch({ rows, ticked }: { rows: readonly PieceRow[]; ticked: ReadonlySet<string> }): ReactNode {
  const locations = useQuery(station.custody.locations.queryOptions({ input: {} })).data ?? []
  const open = rows.filter((row) => !ticked.has(row.id))
  const next = open.find((row) => row.location !== '')?.location ?? ''
  const there = open.filter((row) => row.location === next).length
  const slot = slotOf(next)
  const states = new Map<string, SlotState>([
    ...locations.filter((row) => row.pieces > 0).map((row): [string, SlotState] => [row.code, 'full']),
    ...rows.filter((row) => ticked.has(row.id)).map((row): [string, SlotState] => [row.location, 'got']),
    ...(next ? [[next, 'fetch'] as [string, SlotState]] : []),
  ])
  const codes = [...new Set([...locations.map((row) => row.code), ...rows.map((row) => row.location).filter((code) => code !== '')])]
  return (
    <div className={css.fetch}>
      <div>
        <h2>{open.length === 0 ? t('custody.fetch.allOfItIsFetched') : next ? t('custody.fetch.stillToFetch') : t('custody.fetch.stillToFind')}</h2>
        <p className={css.big}>{open.length === 0 ? '\u2713' : next || count(open.length, t('common.piece'))}</p>
        <p className={css.second}>{open.length === 0 ? t('custody.fetch.letThemSignThenHandOver') : <>{slot ? t('custody.fetch.shelfShelfValueSlot', { shelf: slot.shelf, value: NTH[slot.slot] ?? t('custody.fetch.slotTh', { slot: slot.slot }) }) : next ? t('custody.fetch.locationNext', { next }) : t('custody.fetch.noLocationWasRecorded')}{there > 1 ? `, ${count(there, t('common.piece'))}` : ''}{t('custody.fetch.scanThePieceOrTickIt')} <Key of="Space" /></>}</p>
      </div>
      <Rack locations={codes} states={states} label={next ? t('custody.fetch.theShelvesNextIsStillTo', { next }) : t('custody.fetch.theShelves')} />
    </div>
  )
}
