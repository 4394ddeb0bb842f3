import { useMutation } from '@tanstack/react-query'
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { DetailFields } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { newId } from '../../../shared/ids.ts'
import { instantAt, officeDay, officeTime } from '../../../shared/mail/days.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, useZone } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { meantBy, NOBODY } from './candidates.ts'
import { letGo, shown } from './draft.ts'
import { DetailGrid, valuesOf } from './form.tsx'
import css from './form.module.css'
import { outageSheetsOpen } from './outage.tsx'
import { WhoField } from './who-field.tsx'

const tailOf = (piece: PieceRow): string => `\u2026 ${splitNumber(piece.grouped).tail}`

/** Corrects what was recorded wrong about a piece, with the reason. Both versions stay. */
export function CorrectDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  const [who, setWho] = useHeld(`correct.who.${piece.id}`, NOBODY)
  const [number, setNumber] = useHeld(`correct.number.${piece.id}`, piece.number)
  const [fields, setFields] = useHeld<DetailFields>(`correct.fields.${piece.id}`, {})
  const [reason, setReason] = useHeld(`correct.reason.${piece.id}`, '')
  const [missing, setMissing] = useState(false)
  const { ask, dialog } = useApproval()
  const form = useId()
  const run = useMutation({
    mutationFn: async () => {
      const given = await meantBy(who, piece.id)
      return ask((approval) => client.intake.correct({ piece: piece.id, reason, approval, fields: { ...fields, ...(number.trim() === piece.number ? {} : { number: number.trim() }), ...(given ? { recipient: given.recipient } : {}) } }))
    },
    onSuccess: (row) => {
      onClose()
      shown([row])
    },
  })
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate()
  }
  const problem = run.error ? problemOf(run.error) : null
  if (dialog) return dialog
  return (
    <Dialog name="piece-correct" wide title={t('intake.dialogs.whatIsWrongWithPiecePiece', { piece: tailOf(piece) })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('intake.dialogs.correctIt'), strip: false, run: send }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Enter" submit form={form}>{t('intake.dialogs.correctIt')}</Button></>}>
      <form id={form} className={css.messages} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <WhoField value={who} onChange={setWho} piece={piece.id} label={piece.recipient ? t('intake.dialogs.notNameBut', { name: piece.recipient.name || piece.recipient.department }) : t('common.for')} shown={2} autoFocus enter={false} />
        <DetailGrid values={valuesOf({ piece, fields })} problem={problem} onChange={(next) => { setFields({ ...fields, ...next }) }} />
        <div className={css.two}>
          <TextField label={t('common.number')} about="number" value={number} maxLength={500} error={problem?.field?.endsWith('number') ? problem.message : undefined} onChange={(event) => { setNumber(event.currentTarget.value) }} />
          <TextField label={t('common.reason')} value={reason} maxLength={500} error={missing && reason.trim() === '' ? t('intake.dialogs.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        </div>
        {problem && <ProblemMessage problem={problem} />}
      </form>
    </Dialog>
  )
}

/** The source of the line after this one: "sheet 3, line 7" becomes "sheet 3, line 8". A source that does not end in a line stays as it is. */
export function nextLine(source: string): string {
  return source.replace(/(\bline\s*)(\d{1,6})\s*$/i, (_, word: string, line: string) => `${word}${Number(line) + 1}`)
}

/** Puts down a piece that was logged on paper, with the time and the line it was taken from. */
export function LateDialog({ onClose, onSaved }: { onClose: () => void; onSaved: (piece: PieceRow) => void }): ReactNode {
  const zone = useZone()
  const [id, setId] = useHeld('late.id', () => newId(Date.now()))
  const [number, setNumber] = useHeld('late.number', '')
  const [day, setDay] = useHeld('late.day', () => officeDay(Date.now(), zone))
  const [time, setTime] = useHeld('late.time', () => officeTime(Date.now(), zone).slice(0, 5))
  const [source, setSource] = useHeld('late.source', '')
  const [who, setWho] = useHeld('late.who', NOBODY)
  const [checked, setChecked] = useHeld('late.checked', false)
  const [saved, setSaved] = useState(0)
  const [fields, setFields] = useHeld<DetailFields>('late.fields', {})
  const form = useId()
  const numberField = useRef<HTMLInputElement>(null)
  const at = (): number | null => {
    try {
      return instantAt(day, time, zone)
    } catch {
      return null
    }
  }
  const run = useMutation({
    mutationFn: async (stated: number) => {
      const given = await meantBy(who, null)
      return client.intake.lateEntry({ id, text: number.trim(), stated: { at: stated, source: source.trim() }, fields, ...(given ? { recipient: given.recipient, source: given.source } : {}) })
    },
    onSuccess: (answer) => {
      // A sheet has many lines: the day stays, and the source goes on to the next line.
      setId(newId(Date.now()))
      setNumber('')
      setSource(nextLine(source))
      setFields({})
      numberField.current?.focus()
      setWho(NOBODY)
      setChecked(false)
      setSaved(saved + 1)
      shown([answer.piece])
      onSaved(answer.piece)
    },
  })
  const nothing = number.trim() === '' && who.text.trim() === '' && who.fixed === null && who.picked === null && !Object.values(fields).some(Boolean)
  const send = (): void => {
    const stated = at()
    setChecked(true)
    if (stated !== null && source.trim() !== '' && !nothing && !run.isPending) run.mutate(stated)
  }
  useScanTaker((text) => { setNumber(text) }, 'dialog')
  const problem = run.error ? problemOf(run.error) : null
  const inTime = problem?.field?.startsWith('stated') || problem?.code === 'in-the-future'
  return (
    <Dialog name="from-paper" wide title={t('intake.dialogs.whatWasLoggedOnPaper')} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('intake.dialogs.takeItIn'), strip: false, run: send }]}
      acts={<>{saved > 0 && <span className={css.after} role="status">{t('intake.dialogs.savedTakenInFromPaper', { saved })}</span>}{nothing && saved === 0 && <Button icon="printer" onClick={() => { onClose(); outageSheetsOpen.set(true) }}>{t('intake.dialogs.printBlankSheets')}</Button>}<Button keys="Esc" onClick={onClose}>{t('common.done')}</Button><Button kind="primary" keys="Enter" submit form={form}>{t('intake.dialogs.takeItIn')}</Button></>}>
      <form id={form} className={css.messages} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <div className={css.two}>
          <TextField label={t('intake.dialogs.numberOnTheLabel')} about="number" hint={t('intake.dialogs.scanOrTypeEmptyForNone')} ref={numberField} data-autofocus value={number} maxLength={500} error={checked && nothing ? t('intake.dialogs.giveTheNumberOrSayBelow') : problem?.field === 'text' ? problem.message : undefined} onChange={(event) => { setNumber(event.currentTarget.value) }} />
          <TextField label={t('intake.dialogs.takenFrom')} about="takenFrom" hint={t('intake.dialogs.suchAsOutageSheet3Line')} value={source} maxLength={200} error={checked && source.trim() === '' ? t('intake.dialogs.sayWhichSheetAndLineIt') : undefined} onChange={(event) => { setSource(event.currentTarget.value) }} />
          <TextField label={t('common.day')} type="date" value={day} error={checked && at() === null ? t('intake.dialogs.sayTheDay') : undefined} onChange={(event) => { setDay(event.currentTarget.value) }} />
          <TextField label={t('common.time')} hint={t('intake.dialogs.asItStandsOnTheSheet')} type="time" value={time} error={inTime ? problem?.message : checked && at() === null ? t('intake.dialogs.sayTheTime') : undefined} onChange={(event) => { setTime(event.currentTarget.value) }} />
        </div>
        <WhoField value={who} onChange={setWho} piece={null} shown={2} enter={false} />
        <div className={css.three}>
          <TextField label={t('common.location')} about="location" className={css.mono} value={fields.location ?? ''} maxLength={60} onChange={(event) => { setFields({ ...fields, location: event.currentTarget.value }) }} />
          <TextField label={t('common.sender')} about="sender" value={fields.sender ?? ''} maxLength={200} onChange={(event) => { setFields({ ...fields, sender: event.currentTarget.value }) }} />
          <TextField label={t('common.note')} value={fields.note ?? ''} maxLength={4000} onChange={(event) => { setFields({ ...fields, note: event.currentTarget.value }) }} />
        </div>
        {problem && !inTime && problem.field !== 'text' && <ProblemMessage problem={problem} title={t('intake.dialogs.notTakenInWhatYouTyped')} />}
      </form>
    </Dialog>
  )
}

/** Adds the second barcode of a parcel, or says that this piece is the second barcode of the one before. */
export function AttachDialog({ piece, before, onClose }: { piece: PieceRow; before: PieceRow | null; onClose: () => void }): ReactNode {
  const [text, setText] = useHeld(`attach.${piece.id}`, '')
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: (input: Parameters<typeof client.intake.attach>[0]) => ask((approval) => client.intake.attach({ ...input, ...(approval ? { approval } : {}) })),
    onSuccess: (row, sent) => {
      if (sent.from) letGo(sent.from)
      onClose()
      shown([row])
    },
  })
  const send = (number: string, asPrinted = false): void => {
    if (number.trim() !== '' && !run.isPending) run.mutate({ piece: piece.id, text: number.trim(), source: 'typed', asPrinted })
  }
  useScanTaker(async (text, { source }) => {
    setText(text)
    await run.mutateAsync({ piece: piece.id, text, source }).catch(() => undefined)
  }, 'dialog')
  const problem = run.error ? problemOf(run.error) : null
  return (
    <>
    <Dialog name="second-barcode" title={t('intake.dialogs.whichSecondBarcodeIsOnPiece', { piece: tailOf(piece) })} onClose={onClose}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.none2')}</Button><Button kind="primary" keys="Enter" onClick={() => { send(text) }}>{t('intake.dialogs.addIt')}</Button></>}>
      <p>{t('intake.dialogs.scanItNowOrTypeIt')}</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send(text) }}>
        <TextField label={t('intake.dialogs.secondNumber')} about="number" data-autofocus value={text} maxLength={500} error={problem?.field === 'text' ? problem.message : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
      </form>
      {problem && problem.field !== 'text' && <ProblemMessage problem={problem} />}
      {problem?.code === 'check-digit' && <Button onClick={() => { send(text, true) }}>{t('intake.dialogs.itIsPrintedLikeThis')}</Button>}
      {before && before.number !== piece.number && <Button onClick={() => { run.mutate({ piece: before.id, text: piece.number, source: 'typed', from: piece.id }) }}>{t('intake.dialogs.thisScanWasTheSecondBarcode')} {tailOf(before)}</Button>}
    </Dialog>
    {dialog}
    </>
  )
}
