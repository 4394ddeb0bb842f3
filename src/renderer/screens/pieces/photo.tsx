import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { useOpen } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { fullTime } from '../../ui/words.ts'
import css from './pieces.module.css'

/** The picture that a line of the log keeps, a photo or a signature: small in the line, large when it is pressed. */
export function Photo({ event, hash, what, whole }: { event: PieceEvent; hash: string; what: string; /** Nothing of it may be cut off in the small picture. */ whole?: true }): ReactNode {
  const [large, setLarge] = useOpen(`photo.${hash}`, false)
  // A file never changes under its hash.
  const query = useQuery(station.pieces.file.queryOptions({ input: { hash }, staleTime: Infinity }))
  const blob = useMemo(() => (query.data ? new Blob([Uint8Array.from(atob(query.data.content), (char) => char.charCodeAt(0))], { type: query.data.type }) : null), [query.data])
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    // oxlint-disable-next-line react/set-state-in-effect -- the address belongs to the page and has to be given back
    setAddress(made)
    return () => { URL.revokeObjectURL(made) }
  }, [blob])
  if (query.error) return <ProblemMessage title={t('pieces.photo.whatCannotBeShown', { what })} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  if (!address) return <i className={css.thumb} />
  const words = t('pieces.photo.whatOfFulltimeByName', { what, fullTime: fullTime(event.stated?.at ?? event.recordedAt, event.zone), name: event.actor.name })
  return (
    <>
      <button type="button" className={css.thumb} data-whole={whole} aria-label={t('pieces.photo.wordsShowItLarge', { words })} onClick={() => { setLarge(true) }}><img src={address} alt="" /></button>
      {large && <Dialog name="photo" wide title={words} onClose={() => { setLarge(false) }} acts={<Button keys="Esc" data-autofocus onClick={() => { setLarge(false) }}>{t('common.close')}</Button>}><img className={css.large} src={address} alt={words} /></Dialog>}
    </>
  )
}
