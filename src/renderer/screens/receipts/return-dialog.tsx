import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ReturnCode } from '../../../shared/mail/returns.ts'
import { RETURN_CODES, returnWords } from '../../../shared/mail/returns.ts'
import { useHeld, useHeldFile } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { SCAN_TYPES } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { SearchField, TextField } from '../../ui/field.tsx'
import { ChooseAgain, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { sendAgain } from '../certified/draft.ts'
import css from './receipts.module.css'

/** A letter came back: why by the endorsement on it, how it looks, and where it is kept. */
export function ReturnDialog({ letter, name, onClose }: { letter: string; name: string; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const [reason, setReason] = useHeld<ReturnCode | null>(`came-back.reason.${letter}`, null)
  const [sealed, setSealed] = useHeld<'sealed' | 'opened' | ''>(`came-back.sealed.${letter}`, '')
  const [place, setPlace] = useHeld(`came-back.place.${letter}`, '')
  const [note, setNote] = useHeld(`came-back.note.${letter}`, '')
  const [photo, setPhoto, lost] = useHeldFile(`came-back.photo.${letter}`)
  const camera = useRef<HTMLInputElement>(null)
  const shoot = (): void => { camera.current?.click() }
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: async (again: boolean) => {
      if (reason === null || sealed === '') throw new Error('unreachable')
      await client.receipts.cameBack({ letter, reason, sealed: sealed === 'sealed', place, note, ...(photo ? { photo: await photo.upload() } : {}) })
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
    <Dialog name="came-back" wide title={t('receipts.returnDialog.theLetterToNameCameBack', { name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('receipts.returnDialog.keepItAndSendAgain'), inFields: true, run: () => { send(true) } }, { key: 'F7', label: t('receipts.returnDialog.photoOfTheEnvelope'), run: shoot }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button keys="Ctrl Enter" onClick={() => { send(true) }}>{t('receipts.returnDialog.keepItAndSendAgain')}</Button><Button kind="primary" keys="Enter" onClick={() => { send(false) }}>{t('receipts.returnDialog.recordTheReturn')}</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); send(false) }}>
        <SearchField label={t('receipts.returnDialog.whyAsUspsMarkedIt')} about="returnReason" search={`came-back.reason.${letter}`} data-autofocus data={RETURN_CODES.map((code) => ({ value: code, label: returnWords(code) }))} value={reason} error={tried && reason === null ? t('receipts.returnDialog.chooseWhatStandsOnTheYellow') : undefined} onChange={(value) => { setReason(RETURN_CODES.find((code) => code === value) ?? null) }} />
        <Segments label={t('receipts.returnDialog.howItLooks')} value={sealed} onChange={setSealed} options={[{ value: 'sealed', label: t('receipts.returnDialog.stillSealed') }, { value: 'opened', label: t('receipts.returnDialog.opened') }]} />
        {tried && sealed === '' && <p className={css.need} role="alert"><Icon name="stop" size="s" />{t('receipts.returnDialog.sayWhetherItIsStillSealed')}</p>}
        <TextField label={t('receipts.returnDialog.whereItIsKept')} value={place} maxLength={200} error={tried && place.trim() === '' ? t('receipts.returnDialog.sayWhereItCanBeFound') : undefined} onChange={(event) => { setPlace(event.currentTarget.value) }} />
        <TextField label={t('common.note')} value={note} maxLength={500} onChange={(event) => { setNote(event.currentTarget.value) }} />
        <div className={css.acts}>
          <Button icon="camera" keys="F7" onClick={shoot}>{photo ? t('receipts.returnDialog.anotherPhoto') : t('receipts.returnDialog.photoOfTheEnvelope')}</Button>
          {photo && <span className={css.d} role="status">{photo.name}</span>}
          {/* The system's own dialog: the camera where there is one, or a file. */}
          <input ref={camera} type="file" className={css.hiddenFile} accept={SCAN_TYPES} capture="environment" aria-label={t('receipts.returnDialog.photoOfTheEnvelope')} onChange={(event) => { const [file] = event.currentTarget.files ?? []; if (file) setPhoto(file) }} />
        </div>
        <ChooseAgain name={lost} />
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
