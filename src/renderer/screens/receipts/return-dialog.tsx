import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
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
    <Dialog title={`The letter to ${name} came back`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Keep it and send again', inFields: true, run: () => { send(true) } }]}
      acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button keys="Ctrl Enter" onClick={() => { send(true) }}>Keep it and send again</Button><Button kind="primary" keys="Enter" onClick={() => { send(false) }}>Keep it</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); send(false) }}>
        <SelectField label="Why, as USPS marked it" searchable data-autofocus data={RETURN_CODES.map((code) => ({ value: code, label: returnWords(code) }))} value={reason} error={tried && reason === null ? 'Choose what stands on the yellow label or stamp.' : undefined} onChange={(value) => { setReason(RETURN_CODES.find((code) => code === value) ?? null) }} />
        <Segments label="How it looks" value={sealed} onChange={setSealed} options={[{ value: 'sealed', label: 'Still sealed' }, { value: 'opened', label: 'Opened' }]} />
        {tried && sealed === '' && <p className={css.need} role="alert">Say whether it is still sealed. Leave it sealed if it is.</p>}
        <TextField label="Where it is kept" value={place} maxLength={200} error={tried && place.trim() === '' ? 'Say where it can be found.' : undefined} onChange={(event) => { setPlace(event.currentTarget.value) }} />
        <TextField label="Note" value={note} maxLength={500} onChange={(event) => { setNote(event.currentTarget.value) }} />
        <label className={css.file}>Photo of the envelope<input type="file" accept={SCAN_TYPES} onChange={(event) => { setPhoto(event.currentTarget.files?.[0] ?? null) }} /></label>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
