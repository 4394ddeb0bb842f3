import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty, Loading, ProblemMessage } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { when } from '../../ui/words.ts'
import css from './custody.module.css'

/** Every stock-take, those that still go on first: Enter goes on with one, or counts the location again. */
export function StockList({ onCount, onClose }: { onCount: (location: string) => void; onClose: () => void }): ReactNode {
  const zone = useZone()
  const [selected, setSelected] = useState<string | null>(null)
  const query = useQuery(station.custody.stockTakes.queryOptions({ input: { limit: 200 } }))
  const rows = (query.data ?? []).toSorted((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null))
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  const go = (): void => { if (current) onCount(current.location) }
  return (
    <Dialog name="stock-takes" wide title={t('custody.stockList.stocktakes')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>{current && <Button kind="primary" keys="Enter" onClick={go}>{current.closedAt === null ? t('custody.stockList.goOnCountingLocation', { location: current.location }) : t('custody.stockList.countLocationAgain', { location: current.location })}</Button>}</>}>
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {(rows.length > 0 || !query.error) && <div className={css.listed}>
        {query.isPending ? <Loading label={t('custody.stockList.readingTheStocktakes')} /> : rows.length === 0 ? <Empty icon="pin" title={t('custody.stockList.nothingWasCountedYet')}>{t('custody.stockList.chooseALocationAndPressS')}</Empty> : (
          <Rows autoFocus label={t('custody.stockList.stocktakes')} items={rows} idOf={(row) => row.id} height={44} selected={current?.id ?? null} onSelect={setSelected} onOpen={(row) => { onCount(row.location) }}
            group={(row) => (row.closedAt === null ? t('custody.stockList.goesOn') : t('custody.stockList.ended'))}
            render={(row) => (
              <div className={css.counted}>
                <span className={css.loc}>{row.location}</span>
                <span>{when(row.startedAt, zone)}, {row.startedBy}</span>
                <span className={css.e}>{t('custody.stockList.rightHereMissingMissingStrangeStrange', { right: row.counts.right, missing: row.counts.missing, strange: row.counts.strange })}{row.counts.unknown > 0 ? t('custody.stockList.unknownUnknown', { unknown: row.counts.unknown }) : ''}{row.counts.open > 0 ? t('custody.stockList.openToPutRight', { open: row.counts.open }) : ''}</span>
              </div>
            )} />
        )}
      </div>}
    </Dialog>
  )
}
