import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BookDetail, Evidence, LetterRow } from '../../../shared/contract/letters.ts'
import { EVIDENCE } from '../../../shared/contract/letters.ts'
import { useHeld, useHeldFile, type ChosenFile } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation } from '../../app/station.ts'
import { SCAN_TYPES } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { ChooseAgain, Message, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './letters.module.css'
import { EVIDENCE_WORDS } from './words.ts'

/** The fields of an acceptance that a book and a single letter share. */
function useAcceptance(what: string, first: Evidence, children?: ReactNode): { day: string; postOffice: string; evidence: Evidence; employee: string; file: ChosenFile | null; fields: ReactNode } {
  const today = useStation()?.today ?? ''
  const usual = useQuery(station.certified.settings.queryOptions()).data?.postOffice ?? ''
  const [day, setDay] = useHeld<string | null>(`accept.day.${what}`, null)
  const [office, setOffice] = useHeld<string | null>(`accept.office.${what}`, null)
  const [evidence, setEvidence] = useHeld<Evidence>(`accept.evidence.${what}`, first)
  const [employee, setEmployee] = useHeld(`accept.employee.${what}`, '')
  const [file, choose, lost] = useHeldFile(`accept.file.${what}`)
  const input = useRef<HTMLInputElement>(null)
  const fields = (
    <div className={css.pair}>
      <TextField label={t('certified.accept.mailingDate')} about="mailingDate" type="date" value={day ?? today} data-autofocus onChange={(event) => { setDay(event.currentTarget.value) }} />
      <TextField label={t('certified.accept.postOffice')} about="postOffice" value={office ?? usual} maxLength={200} onChange={(event) => { setOffice(event.currentTarget.value) }} />
      <SelectField label={t('certified.accept.howTheDateIsEvidenced')} about="mailingEvidence" value={evidence} data={EVIDENCE.map((value) => ({ value, label: EVIDENCE_WORDS[value] }))} onChange={(next) => { if (next) setEvidence(next as Evidence) }} />
      <div><span className={css.label}>{t('certified.accept.scanOfIt')}</span><Button icon="clip" className={css.asField} onClick={() => { input.current?.click() }}>{file ? file.name : t('certified.accept.chooseAScanOrPhoto')}</Button></div>
      <TextField label={t('certified.accept.uspsEmployee')} about="uspsEmployee" hint={t('certified.accept.asItStandsOnThePaper')} value={employee} maxLength={100} onChange={(event) => { setEmployee(event.currentTarget.value) }} />
      {children}
      <ChooseAgain name={lost} />
      <input ref={input} type="file" hidden accept={SCAN_TYPES} aria-label={t('certified.accept.scanOfTheEvidence')} onChange={(event) => { choose(event.currentTarget.files?.[0] ?? null) }} />
    </div>
  )
  return { day: day ?? today, postOffice: office ?? usual, evidence, employee, file, fields }
}

const refresh = async (): Promise<void> => { await Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) }

/** USPS took one or two letters that go alone. */
export function AcceptLetters({ letters, onClose }: { letters: readonly LetterRow[]; onClose: () => void }): ReactNode {
  const { fields, file, ...said } = useAcceptance(letters.map((letter) => letter.id).join(), 'counter-postmark')
  const run = useMutation({
    mutationFn: async () => client.certified.accept({ letters: letters.map((letter) => letter.id), ...said, ...(file ? { receipt: await file.upload() } : {}) }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const only = useMutation({
    mutationFn: async () => client.certified.present({ letters: letters.map((letter) => letter.id), day: said.day, postOffice: said.postOffice }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const busy = run.isPending || only.isPending
  const send = (): void => { if (!busy) run.mutate() }
  const logged = letters.every((letter) => letter.state === 'logged')
  const problem = run.error ?? only.error
  return (
    <Dialog name="letter-accepted" wide title={letters.length === 1 ? t('certified.accept.howDidUspsTakeThisLetter') : t('certified.accept.howDidUspsTakeLength', { length: count(letters.length, t('common.letter')) })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('common.accepted'), run: send }]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.notYet')}</Button>{logged && <Button onClick={() => { if (!busy) only.mutate() }}>{t('certified.accept.presentedReceiptComesLater')}</Button>}<Button kind="primary" keys="Ctrl Enter" onClick={send}>{t('certified.accept.recordTheAcceptance')}</Button></>}>
      <p>{t('certified.accept.thePostmarkedPs3800IsThe')}</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>{fields}<button type="submit" hidden /></form>
      {problem && <ProblemMessage problem={problemOf(problem)} />}
    </Dialog>
  )
}

const FATES = ['left', ...EVIDENCE] as const
const LINE_FATES = [{ value: 'same', label: t('certified.accept.takenAsTheRest') }, { value: 'left', label: t('certified.accept.notTaken') }, ...EVIDENCE.map((value) => ({ value, label: `${t('certified.accept.taken')} ${EVIDENCE_WORDS[value]}` }))]

/** USPS accepted a book: one action for all its lines; single lines can differ. */
export function AcceptBook({ detail, onClose }: { detail: BookDetail; onClose: () => void }): ReactNode {
  const lines = detail.lines.filter((line) => line.struck === null)
  const [received, setReceived] = useHeld(`accept.received.${detail.book.id}`, String(lines.length))
  const { fields, file, ...said } = useAcceptance(detail.book.id, '3877-stamp', <TextField label={t('certified.accept.totalReceived')} about="totalReceived" hint={t('certified.accept.asUspsWroteItLinesListed', { lines: lines.length })} type="number" min={0} value={received} onChange={(event) => { setReceived(event.currentTarget.value) }} />)
  const [word, setWord] = useHeld(`accept.word.${detail.book.id}`, '')
  const [different, setDifferent] = useHeld<Readonly<Record<string, { fate: Evidence | 'left'; note: string }>>>(`accept.different.${detail.book.id}`, {})
  const counted = Number(received)
  const accepted = lines.length - Object.values(different).filter(({ fate }) => fate === 'left').length
  const differs = counted !== accepted
  const run = useMutation({
    mutationFn: async () => client.certified.acceptBook({
      book: detail.book.id, ...said, received: counted, ...(word.trim() ? { countWord: word } : {}), ...(file ? { sheet: await file.upload() } : {}),
      lines: Object.entries(different).map(([letter, { fate, note }]) => ({ letter, accepted: fate !== 'left', ...(fate === 'left' ? {} : { evidence: fate }), note })),
    }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const send = (): void => { if (!run.isPending && Number.isInteger(counted) && counted >= 0) run.mutate() }
  return (
    <Dialog name="book-accepted" wide title={t('certified.accept.howDidUspsAcceptBookNumber', { number: detail.book.number })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('common.accepted'), run: send }]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.notYet')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>{t('certified.accept.recordTheAcceptance')}</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.ask}>
        {fields}
        {differs && <Message tone="act" title={t('certified.accept.receivedReceivedAcceptedExpected', { received: received || t('certified.accept.nothing'), accepted })}>{t('certified.accept.sayBelowWhichLinesWereNot')}</Message>}
        {differs && <TextField label={t('certified.accept.whyTheCountDiffers')} about="totalReceived" value={word} maxLength={500} onChange={(event) => { setWord(event.currentTarget.value) }} />}
        <p className={css.label}>{t('certified.accept.linesThatDifferFromTheRest')}</p>
        <div className={css.ticks} tabIndex={0} role="group" aria-label={t('certified.accept.linesOfTheSheet')}>
          {lines.map(({ line, letter: { id, addressee, grouped } }) => {
            const one = different[id]
            return (
              <div key={id}>
                <span>{line}</span><b>{addressee.name}</b><Num grouped={grouped} tail />
                <SelectField label="" aria-label={t('certified.accept.whatUspsDidWithLineLine', { line })} value={one?.fate ?? 'same'} data={LINE_FATES} onChange={(next) => {
                  const fate = FATES.find((known) => known === next)
                  const { [id]: _, ...rest } = different
                  setDifferent(fate ? { ...rest, [id]: { fate, note: one?.note ?? '' } } : rest)
                }} />
                {one && <TextField label="" aria-label={one.fate === 'left' ? t('certified.accept.whyLineLineWasNotTaken', { line }) : t('certified.accept.noteToLineLine', { line })} placeholder={one.fate === 'left' ? t('certified.accept.why') : t('certified.accept.note')} value={one.note} maxLength={500} onChange={(event) => { setDifferent({ ...different, [id]: { ...one, note: event.currentTarget.value } }) }} />}
              </div>
            )
          })}
        </div>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
