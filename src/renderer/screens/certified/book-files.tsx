import { useMutation } from '@tanstack/react-query'
import { useRef, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BookDetail, BookRow } from '../../../shared/contract/letters.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { SCAN_TYPES, uploadOf } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import css from './books.module.css'
import { openKept } from './open-kept.ts'
import { FILE_WORDS } from './words.ts'

/** The scans of a book: the stamped sheet, and what came later. */
export function BookFiles({ book, files, keyed }: { book: BookRow; files: BookDetail['files']; keyed: boolean }): ReactNode {
  const zone = useZone()
  const input = useRef<HTMLInputElement>(null)
  const keep = useMutation({
    mutationFn: async (file: File) => client.certified.bookFile({ book: book.id, ...await uploadOf(file) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: station.certified.key() }),
  })
  const show = useMutation({ mutationFn: openKept })
  const choose = (): void => { input.current?.click() }
  useKeys(keyed ? [{ key: 'F7', label: t('certified.bookFiles.addTheStampedSheet'), run: choose }] : [])
  const problem = keep.error ?? show.error
  return (
    <div className={css.acts}>
      {files.map((file) => <Button key={`${file.file}${file.at}`} small icon="file" onClick={() => { show.mutate(file.file) }}>{FILE_WORDS[file.kind] ?? file.kind}, {when(file.at, zone)}</Button>)}
      <Button small icon="clip" keys="F7" onClick={choose}>{files.length === 0 ? t('certified.bookFiles.addTheStampedSheet') : t('certified.bookFiles.addAScan')}</Button>
      {files.length === 0 && book.state === 'accepted' && <span className={css.second}>{t('certified.bookFiles.theStampedPs3877IsNot')}</span>}
      <input ref={input} type="file" hidden accept={SCAN_TYPES} aria-label={t('certified.bookFiles.scanOfTheStampedPs3877')} onChange={(event) => {
        const [chosen] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (chosen) keep.mutate(chosen)
      }} />
      {problem && <ProblemMessage problem={problemOf(problem)} />}
    </div>
  )
}
