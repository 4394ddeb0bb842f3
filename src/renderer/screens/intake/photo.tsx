import { useMutation } from '@tanstack/react-query'
import type { ReactNode, RefObject } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { shown } from './draft.ts'
import css from './form.module.css'

/** Keeps a photo of a piece, chosen or taken by the system's own dialog. */
export function usePhoto(piece: string | null): { keep: (file: File) => void; problem: ReturnType<typeof problemOf> | null } {
  const run = useMutation(station.intake.photo.mutationOptions({ onSuccess: ({ piece: row }) => { shown([row]) } }))
  const keep = (file: File): void => {
    if (!piece) return
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      if (typeof reader.result !== 'string') return
      run.mutate({ piece, content: reader.result.slice(reader.result.indexOf(',') + 1) })
    })
    reader.readAsDataURL(file)
  }
  return { keep, problem: run.error ? problemOf(run.error) : null }
}

/** The system's own dialog for a photo, opened by a click on the input: the camera where there is one, or a file. */
export function PhotoInput({ file, onFile }: { file: RefObject<HTMLInputElement | null>; onFile: (file: File) => void }): ReactNode {
  return (
    <input ref={file} type="file" className={css.hiddenFile} accept="image/jpeg,image/png,image/webp" capture="environment" aria-label={t('intake.photo.photoOfThePiece')} onChange={(event) => {
      const [chosen] = event.currentTarget.files ?? []
      if (chosen) onFile(chosen)
      event.currentTarget.value = ''
    }} />
  )
}
