import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { ReturnCode } from '../../../shared/mail/returns.ts'
import { RETURN_CODES, returnWords } from '../../../shared/mail/returns.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ProblemMessage, Segments } from '../../ui/parts.tsx'
import { sendAgain } from '../certified/draft.ts'
import css from './receipts.module.css'
import { SCAN_TYPES, uploadOf } from './upload.ts'

/** A letter came back: why by the endorsement on it, how it looks, and where it is kept. */
export function ReturnDialog({ letter, name, onClose }: { letter: string; name: string; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const [reason, setReason] = useState<ReturnCode | null>(null)
  const [sealed, setSealed] = useState<'sealed' | 'opened' | ''>('')
  const [place, setPlace] = useState('')
  const [note, setNote] = useState('')
  const [photo, setPhoto] = useState<File | null>(null)
  const camera = useRef<HTMLInputElement>(null)
  const shoot = (): void => { camera.current?.click() }
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: async (again: boolean) => {
      if (reason === null || sealed === '') throw new Error('unreachable')
      await client.receipts.cameBack({ letter, reason, sealed: sealed === 'sealed', place, note, ...(photo ? { photo: await uploadOf(photo) } : {}) })
      return again ? (await client.certified.get({ id: letter })).letter : null
    },
    onSuccess: (again) => {
      onClose()
      if (!again) return
      sendAgain(again)
      void navigate({ to: '/letters' })
    },
  })
  const send = (again: boolean): void => {
    setTried(true)
    if (reason !== null && sealed !== '' && place.trim() !== '' && !run.isPending) run.mutate(again)
  }
  return (
    <Dialog title={`The letter to ${name} came back`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Keep it and send again', inFields: true, run: () => { send(true) } }, { key: 'F7', label: 'Photo of the envelope', run: shoot }]}
      acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button keys="Ctrl Enter" onClick={() => { send(true) }}>Keep it and send again</Button><Button kind="primary" keys="Enter" onClick={() => { send(false) }}>Keep it</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); send(false) }}>
        <SelectField label="Why, as USPS marked it" about="returnReason" searchable data-autofocus data={RETURN_CODES.map((code) => ({ value: code, label: returnWords(code) }))} value={reason} error={tried && reason === null ? 'Choose what stands on the yellow label or stamp.' : undefined} onChange={(value) => { setReason(RETURN_CODES.find((code) => code === value) ?? null) }} />
        <Segments label="How it looks" value={sealed} onChange={setSealed} options={[{ value: 'sealed', label: 'Still sealed' }, { value: 'opened', label: 'Opened' }]} />
        {tried && sealed === '' && <p className={css.need} role="alert">Say whether it is still sealed. Leave it sealed if it is.</p>}
        <TextField label="Where it is kept" value={place} maxLength={200} error={tried && place.trim() === '' ? 'Say where it can be found.' : undefined} onChange={(event) => { setPlace(event.currentTarget.value) }} />
        <TextField label="Note" value={note} maxLength={500} onChange={(event) => { setNote(event.currentTarget.value) }} />
        <div className={css.acts}>
          <Button icon="camera" keys="F7" onClick={shoot}>{photo ? 'Another photo' : 'Photo of the envelope'}</Button>
          {photo && <span className={css.d} role="status">{photo.name}</span>}
          {/* The system's own dialog: the camera where there is one, or a file. */}
          <input ref={camera} type="file" className={css.hiddenFile} accept={SCAN_TYPES} capture="environment" aria-label="Photo of the envelope" onChange={(event) => { setPhoto(event.currentTarget.files?.[0] ?? photo) }} />
        </div>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
