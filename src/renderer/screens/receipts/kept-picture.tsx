import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import css from './receipts.module.css'

/** A kept file as a picture; what browsers do not draw is opened by a button. */
export function KeptPicture({ file, type, words }: { file: string; type: string; words: string }): ReactNode {
  // A file never changes under its hash.
  const query = useQuery(station.pieces.file.queryOptions({ input: { hash: file }, staleTime: Infinity }))
  const blob = useMemo(() => (query.data ? new Blob([Uint8Array.from(atob(query.data.content), (char) => char.charCodeAt(0))], { type: query.data.type }) : null), [query.data])
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return undefined
    const made = URL.createObjectURL(blob)
    // oxlint-disable-next-line react/set-state-in-effect -- the address belongs to the page and has to be given back
    setAddress(made)
    return () => { URL.revokeObjectURL(made) }
  }, [blob])
  if (query.error) return <ProblemMessage title={t('receipts.keptPicture.theScanCannotBeShown')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  if (!address) return <i className={css.blank} />
  const drawn = type === 'image/jpeg' || type === 'image/png' || type === 'image/webp'
  const open = (): void => { window.open(address, '_blank', 'noopener') }
  return drawn ? <button type="button" className={css.picture} aria-label={t('receipts.keptPicture.wordsOpenItByItself', { words })} onClick={open}><img src={address} alt={words} /></button> : <Button icon="file" onClick={open}>{words}</Button>
}
