import { useMutation, useQuery } from '@tanstack/react-query'
import type { FormEvent, ReactNode, Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { AnswerInput, Scanned } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { isFault, problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { Loading, ProblemMessage } from '../../ui/parts.tsx'
import { PlateNote } from '../../ui/plate.tsx'
import { when } from '../../ui/words.ts'
import form from './form.module.css'
import { whatBecame, whatItIs } from './what-it-is.ts'
import { letGo, shown } from './draft.ts'

type Choice = { label: string; answer: AnswerInput } | { label: string; answer: null }

/** The question of the last scan that is asked now, and what may be answered to it. */
export function questionOf(scanned: Scanned, zone: string, most = 3): { title: string; text: string; choices: Choice[] } | null {
  const { piece } = scanned
  const [question] = piece.voided ? [] : piece.questions
  if (question === 'seen-before') {
    const before = scanned.seenBefore.find((one) => !one.voided && one.id !== piece.id)
    return {
      title: t('intake.questions.aQuestion'), text: before ? t('intake.questions.beforeIsThisTheSamePiece', { before: whatBecame(before, zone) }) : t('intake.questions.isThisTheSamePiece'),
      choices: [{ label: t('intake.questions.anotherPiece'), answer: { question, piece: piece.id, answer: 'another' } }, ...(before ? [{ label: t('intake.questions.sameScannedTwice'), answer: { question, piece: piece.id, answer: 'same', other: before.id } } as const] : [])],
    }
  }
  if (question === 'check-digit') return { title: t('common.checkDigit'), text: t('intake.questions.isThisWhatStandsOnThe'), choices: [{ label: t('intake.questions.yesAsPrinted'), answer: { question, piece: piece.id, answer: 'as-printed', word: '' } }, { label: t('intake.questions.noTypeIt'), answer: null }] }
  if (question === 'carrier') {
    return {
      title: t('common.carrier'), text: scanned.candidates.length > 0 ? t('intake.questions.whoseNumberIsIt') : t('intake.questions.nobodyCanTellWhoseNumberIt'),
      choices: [...scanned.candidates.slice(0, most).map((one) => ({ label: [one.carrierName, one.service.startsWith(one.carrierName) ? '' : one.service].filter(Boolean).join(' '), answer: { question, piece: piece.id, answer: 'choice', scheme: one.scheme, number: one.number } } as const)), { label: t('intake.questions.noneOfThese'), answer: { question, piece: piece.id, answer: 'unknown' } }],
    }
  }
  return null
}

/** The answers come a moment after their dialog: the fingers wait for them there. */
function toFirst(group: HTMLElement | null): void {
  group?.querySelector('button')?.focus()
}

/** Sends an answer, with the word of an administrator where one is needed; `then` hears what became of the piece. */
function useAnswer(then: (row: PieceRow) => void) {
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: (answer: AnswerInput) => ask((approval) => client.intake.answer({ ...answer, ...(approval ? { approval } : {}) })),
    onSuccess: (row) => {
      if (row.voided) letGo(row.id)
      shown([row])
      then(row)
    },
  })
  return { run, dialog }
}

/** The field for the number that really stands on a label: `key` says where its text is held. A fault of the station is nothing that was typed wrong, and does not stand at the field. */
function useRightNumber(key: string, piece: PieceRow, run: ReturnType<typeof useAnswer>['run']) {
  const [text, setText] = useHeld(key, '')
  const problem = run.error ? problemOf(run.error) : null
  const fault = problem && isFault(problem) ? problem : null
  const send = (): void => { if (text.trim() !== '' && !run.isPending) run.mutate({ question: 'check-digit', piece: piece.id, answer: 'number', text: text.trim() }) }
  const field = (first: { autoFocus: true } | { 'data-autofocus': true }): ReactNode => (
    <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <TextField label={t('intake.questions.rightNumber')} about="number" {...first} value={text} maxLength={500} error={fault ? undefined : problem?.message} onChange={(event) => { setText(event.currentTarget.value) }} />
    </form>
  )
  return { problem, fault, send, field }
}

/** The key that opens the question of a piece, the same on every screen. */
export const ASK_KEY = 'Alt Q'

/** The open question of any piece, wherever it is shown: asked again, with what may be answered. Ends when nothing is open any more. */
export function QuestionDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.intake.asked.queryOptions({ input: { piece: piece.id }, staleTime: 0 }))
  const [typing, setTyping] = useHeld(`question.typing.${piece.id}`, false)
  const { run, dialog } = useAnswer((row) => {
    setTyping(false)
    if (row.voided || row.questions.length === 0) onClose()
    else void query.refetch()
  })
  const asked = query.data ? questionOf(query.data, zone, 8) : null
  const choices = typing ? [] : (asked?.choices ?? [])
  const choose = (choice: Choice): void => {
    if (run.isPending) return
    if (choice.answer) run.mutate(choice.answer)
    else setTyping(true)
  }
  const { problem, fault, send, field } = useRightNumber(`question.text.${piece.id}`, piece, run)
  return (
    <>
    <Dialog name="question" title={asked ? `${asked.title === t('intake.questions.aQuestion') ? t('common.seenBefore') : asked.title}: \u2026 ${splitNumber(piece.grouped).tail}` : t('intake.questions.pieceTail', { tail: splitNumber(piece.grouped).tail })} onClose={onClose}
      keys={choices.map((choice, i) => ({ key: String(i + 1), label: choice.label, run: () => { choose(choice) } }))}
      acts={<><Button keys="Esc" onClick={onClose}>{t('intake.questions.later')}</Button>{typing && <Button kind="primary" keys="Enter" onClick={send}>{t('intake.questions.takeThisNumber')}</Button>}</>}>
      <p><b>{whatItIs(piece)}</b>{t('intake.questions.takenInReceivedatByReceivedby', { receivedAt: when(piece.receivedAt, zone), receivedBy: piece.receivedBy })}</p>
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {query.isPending ? <Loading rows={2} label={t('intake.questions.readingTheQuestion')} /> : asked ? <p>{asked.text}</p> : !query.error && <p>{t('intake.questions.nothingIsOpenAboutThisPiece')}</p>}
      {typing ? (
        field({ autoFocus: true })
      ) : choices.length > 0 && (
        <div key={asked?.title} ref={toFirst} className={form.answers} role="group" aria-label={asked?.text}>
          {choices.map((choice, i) => <Button key={choice.label} keys={String(i + 1)} onClick={() => { choose(choice) }}>{choice.label}</Button>)}
        </div>
      )}
      {problem && (fault || !typing) && <ProblemMessage problem={problem} />}
    </Dialog>
    {dialog}
    </>
  )
}

/**
 * The open question of the last scan in the right part of the plate, answered by a digit.
 *
 * @param onType the right number is to be typed
 */
export function Answers({ scanned, onType, ref }: { scanned: Scanned; onType: (piece: PieceRow) => void; ref?: Ref<HTMLDivElement> | undefined }): ReactNode {
  const zone = useZone()
  const asked = questionOf(scanned, zone)
  const { run, dialog } = useAnswer(() => undefined)
  const choose = (choice: Choice): void => {
    if (run.isPending) return
    if (choice.answer) run.mutate(choice.answer)
    else onType(scanned.piece)
  }
  const choices = asked?.choices ?? []
  useKeys(choices.map((choice, i) => ({ key: String(i + 1), label: choice.label, strip: false, run: () => { choose(choice) } })))
  if (!asked) return null
  return (
    <>
      <PlateNote label={asked.title} text={asked.text}>
        <div ref={ref} role="group" aria-label={asked.text} style={{ display: 'contents' }}>
          {choices.map((choice, i) => <Button key={choice.label} small keys={String(i + 1)} onClick={() => { choose(choice) }}>{choice.label}</Button>)}
        </div>
        {run.error && <p role="alert">{problemOf(run.error).message}</p>}
      </PlateNote>
      {dialog}
    </>
  )
}

/** Asks which number stands on a label whose check digit did not fit. */
export function NumberDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  const { run, dialog } = useAnswer(onClose)
  const { fault, send, field } = useRightNumber(`question.${piece.id}`, piece, run)
  return (
    <>
    <Dialog name="right-number" title={t('intake.questions.whichNumberStandsOnTheLabel')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="primary" keys="Enter" onClick={send}>{t('intake.questions.takeThisNumber')}</Button></>}>
      {field({ 'data-autofocus': true })}
      {fault && <ProblemMessage problem={fault} />}
    </Dialog>
    {dialog}
    </>
  )
}
