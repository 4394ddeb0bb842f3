import { useRef, useState, type ComponentProps, type ReactNode, type Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import { chooseFolder, useDesktop } from '../../app/desktop.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import css from './settings.module.css'

/**
 * A folder that work cannot go without. `isNamed` is asked when the work shall begin: without one the field says so and takes the focus.
 *
 * @param words what to type, for when it is empty
 */
export function useFolder(value: string, words: string): { isNamed: () => boolean; ref: Ref<HTMLInputElement>; error: string | undefined } {
  const ref = useRef<HTMLInputElement>(null)
  const [asked, setAsked] = useState(false)
  const isEmpty = value.trim() === ''
  const isNamed = (): boolean => {
    setAsked(true)
    if (isEmpty) ref.current?.focus()
    return !isEmpty
  }
  return { isNamed, ref, error: asked && isEmpty ? words : undefined }
}

/** The path of a folder: typed, or on the desktop chosen in the system's own dialog. `ask` is the title of that. */
export function FolderField({ ask, onChoose, ...field }: ComponentProps<typeof TextField> & { ask: string; onChoose: (folder: string) => void }): ReactNode {
  const here = useDesktop() !== null
  if (!here) return <TextField {...field} />
  const from = typeof field.value === 'string' ? field.value : ''
  return (
    <div className={css.folder}>
      <TextField {...field} />
      <Button icon="file" aria-label={t('office.folderField.chooseAsk', { ask })} onClick={() => { void chooseFolder(ask, from).then((path) => { if (path !== null) onChoose(path) }) }}>{t('office.folderField.choose')}</Button>
    </div>
  )
}
