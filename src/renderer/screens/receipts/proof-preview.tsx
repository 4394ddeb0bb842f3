import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ProofOf } from '../../../shared/contract/proof.ts'
import { PREVIEW_PAGES } from '../../../shared/contract/proof.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import { PreviewPage } from '../devices/preview.tsx'
import css from './receipts.module.css'

/** The pages of a proof as they will stand in its PDF, before it is packed. */
export function ProofPreview({ of, onPack, onClose }: { of: ProofOf; onPack: () => void; onClose: () => void }): ReactNode {
  const [page, setPage] = useState(0)
  const first = page - (page % PREVIEW_PAGES)
  // What a proof says changes with every entry about its letters: it is drawn anew each time it is opened.
  const query = useQuery(station.proof.preview.queryOptions({ input: { of, first }, placeholderData: keepPreviousData, gcTime: 0, refetchOnWindowFocus: false }))
  const total = query.data?.of ?? 1
  const svg = query.isPlaceholderData ? undefined : query.data?.pages[page - first]
  const paper = useRef<HTMLDivElement>(null)
  const turn = (by: number): void => {
    setPage(Math.max(0, Math.min(total - 1, page + by)))
    paper.current?.scrollTo(0, 0)
  }
  return (
    <Dialog name="proof" wide title={query.data ? query.data.title : t('receipts.proofPreview.proofPackage')} onClose={onClose}
      keys={[{ key: 'Ctrl Enter', label: t('receipts.proofPreview.packIt'), run: onPack }, { key: 'PgDn', label: t('common.nextPage'), run: () => { turn(1) } }, { key: 'PgUp', label: t('common.pageBefore'), run: () => { turn(-1) } }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" icon="package" keys="Ctrl Enter" onClick={onPack}>{t('receipts.proofPreview.packIt')}</Button></>}>
      <div className={css.turning}>
        <span role="status">{query.data ? t('receipts.proofPreview.pageValueOfTotalLetterPaper', { value: page + 1, total }) : t('receipts.proofPreview.drawingThePages')}</span>
        <Button small keys="PgUp" disabled={page === 0} onClick={() => { turn(-1) }}>{t('common.pageBefore')}</Button>
        <Button small keys="PgDn" disabled={page + 1 >= total} onClick={() => { turn(1) }}>{t('common.nextPage')}</Button>
      </div>
      {query.data?.withoutFont && <Message tone="act">{query.data.withoutFont}</Message>}
      {query.error ? <ProblemMessage title={t('receipts.proofPreview.thePagesCannotBeDrawn')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /> : (
        <div ref={paper} className={css.proofPaper} tabIndex={0} role="region" aria-label={t('receipts.proofPreview.thePageAsItPrints')} data-autofocus>
          {svg === undefined ? <Loading rows={10} label={t('receipts.proofPreview.drawingThePages')} /> : <PreviewPage svg={svg} title={t('receipts.proofPreview.pageValueOfTotalOfThe', { value: page + 1, total })} />}
        </div>
      )}
    </Dialog>
  )
}
