import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { NewsPreview, NewsReport } from '../../../shared/contract/tracking.ts'
import { TABLE_FIELDS, type TableField } from '../../../shared/mail/tracking-table.ts'
import { useHeld, useHeldFile } from '../../app/kept.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { uploadOf } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { SelectField, TextAreaField } from '../../ui/field.tsx'
import { ChooseAgain, Message, ProblemMessage, Tag, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { fresh } from './dialogs.tsx'
import { standing } from './words.ts'
import css from './tracking.module.css'

/** What is taken in: a text that was pasted, a file, or nothing yet. After a crash of the page it is read again. */
export interface Given { text?: string; file?: File; /** The piece whose page was open: used where a text names no number. */ piece?: string }

const FIELD_WORDS: Record<TableField, string> = {
  number: t('tracking.takeIn.trackingNumber'), code: t('tracking.takeIn.eventCode'), text: t('tracking.takeIn.whatHappened'), when: t('tracking.takeIn.dateOrDateAndTime'), time: t('common.time'), gmt: t('tracking.takeIn.timeInGmt'), offset: t('tracking.takeIn.offsetFromGmt'), city: t('common.city'), state: t('common.state'), zip: 'ZIP', place: t('tracking.takeIn.place'), country: t('common.country'), name: t('tracking.takeIn.signedBy'),
}
const CHOICES = [{ value: '', label: t('tracking.takeIn.leaveOut') }, ...TABLE_FIELDS.map((field) => ({ value: field, label: FIELD_WORDS[field] }))]

/** Takes news in from a pasted text or a file: read, shown, and kept only then. */
export function TakeIn({ given, onClose }: { given: Given; onClose: () => void }): ReactNode {
  const [text, setText] = useHeld('take-in.text', given.text ?? '')
  const [file, choose, lost] = useHeldFile('take-in.file')
  const [preview, setPreview] = useState<NewsPreview | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const read = useMutation({
    mutationFn: async (from: () => Promise<Parameters<typeof client.tracking.open>[0]>) => await client.tracking.open(await from()),
    onSuccess: setPreview,
  })
  const remap = useMutation({ mutationFn: async (mapping: NewsPreview['mapping']) => await client.tracking.remap({ id: preview?.id ?? '', mapping }), onSuccess: setPreview })
  const work = useLongWork<NewsReport>((signal) => client.tracking.apply({ id: preview?.id ?? '' }, { signal }), t('tracking.takeIn.takingInNews'))
  const textOf = async (typed: string): Promise<{ text: string; piece?: string }> => await Promise.resolve({ text: typed, ...(given.piece === undefined ? {} : { piece: given.piece }) })
  const take = (chosen: File): void => {
    choose(chosen)
    read.mutate(() => uploadOf(chosen))
  }
  const started = useRef(false)
  useEffect(() => {
    if (started.current) return
    started.current = true
    if (given.file) take(given.file)
    else if (file) read.mutate(file.upload)
    else if (given.text !== undefined) read.mutate(() => textOf(given.text ?? ''))
  })
  const done = work.report !== null && !work.running
  useEffect(() => { if (done) void fresh() }, [done])
  const ready = preview !== null && preview.problem === null && !work.running && !done
  const act = (): void => {
    if (ready) work.start()
    else if (done) onClose()
    else if (!preview && text.trim() !== '') read.mutate(() => textOf(text))
  }
  const verb = done ? t('common.close') : preview ? t('tracking.takeIn.keepNewevents', { newEvents: count(preview.newEvents, t('tracking.takeIn.event')) }) : t('tracking.takeIn.readIt')
  const problem = read.error ?? remap.error
  return (
    <Dialog name="take-in" wide title={file ? t('tracking.takeIn.takeInName', { name: file.name }) : t('tracking.takeIn.takeInWhatACarrierWrote')} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: verb, inFields: true, run: act }]}
      acts={<>{!done && <Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button>}<Button kind="primary" keys="Ctrl Enter" disabled={read.isPending || work.running || (preview !== null && !ready && !done)} onClick={act}>{verb}</Button></>}>
      <div className={css.form}>
        <ChooseAgain name={lost} />
        {!preview && !given.file && (
          <>
            <TextAreaField data-autofocus label={t('tracking.takeIn.theTextOfTheCarriersPage')} help={t('tracking.takeIn.copyTheWholePageWithCtrl')} rows={8} value={text} onChange={(event) => { setText(event.currentTarget.value) }} />
            <div className={css.acts}><Button small icon="file" onClick={() => { chooser.current?.click() }}>{t('tracking.takeIn.chooseAFileInstead')}</Button><span className={css.d}>{t('tracking.takeIn.csvEmailEmlAnswerOfUsps')}</span></div>
            <input ref={chooser} type="file" hidden accept=".csv,.tsv,.txt,.eml,.json,.html,text/*" aria-label={t('tracking.takeIn.aFileWithTrackingNews')} onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? []
              event.currentTarget.value = ''
              if (chosen) take(chosen)
            }} />
          </>
        )}
        {read.isPending && <Work label={t('tracking.takeIn.reading')} done={0} of={0} />}
        {problem && <ProblemMessage problem={problemOf(problem)} />}
        {preview && !done && <Preview preview={preview} onMap={(mapping) => { remap.mutate(mapping) }} />}
        {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} />}
        {work.problem && <ProblemMessage problem={work.problem} title={t('tracking.takeIn.nothingWasTakenIn')} />}
        {done && work.report && (
          <Message tone="done" title={t('tracking.takeIn.eventsAboutPieces', { events: count(work.report.events, t('tracking.takeIn.newEvent')), pieces: count(work.report.pieces, t('common.piece')) })}>
            {[work.report.same > 0 ? t('tracking.takeIn.sameKnownBefore', { same: work.report.same }) : '', work.report.unknown > 0 ? t('tracking.takeIn.noPieceHereHasJoinValue', { join: work.report.unknownNumbers.slice(0, 3).join(', '), value: work.report.unknown > 3 ? t('tracking.takeIn.andValueMore', { value: work.report.unknown - 3 }) : '' }) : '', work.report.bad > 0 ? t('tracking.takeIn.badNotTaken', { bad: count(work.report.bad, t('tracking.takeIn.rowWas'), t('tracking.takeIn.rowsWere')) }) : ''].filter(Boolean).join(' ')}
          </Message>
        )}
      </div>
    </Dialog>
  )
}

function Preview({ preview, onMap }: { preview: NewsPreview; onMap: (mapping: NewsPreview['mapping']) => void }): ReactNode {
  const { rows, bad, badRows, unknown } = preview
  return (
    <>
      {preview.problem !== null && <Message tone="act" title={t('tracking.takeIn.thisCannotBeTakenAsIt')}>{preview.problem}</Message>}
      {preview.columns.length > 0 && <Columns preview={preview} onMap={onMap} />}
      {preview.problem === null && (
        <>
          <p><b>{count(preview.newEvents, t('tracking.takeIn.newEvent'))}</b> {t('tracking.takeIn.aboutPieces', { pieces: count(preview.pieces, t('common.piece')) })}{preview.sameEvents > 0 && t('tracking.takeIn.sameeventsKnownBefore', { sameEvents: preview.sameEvents })}{unknown > 0 && t('tracking.takeIn.unknownOfNoPieceHere', { unknown: count(unknown, t('tracking.takeIn.number')) })}{badRows > 0 && t('tracking.takeIn.badrowsThatCannotBeTaken', { badRows: count(badRows, t('common.row'), t('tracking.takeIn.rows')) })}.</p>
          <ul className={css.preview} aria-label={t('tracking.takeIn.whatWouldChange')}>
            {rows.map((row) => {
              const to = row.becomes === null ? null : standing({ status: row.becomes, outcome: row.outcome })
              return (
                <li key={row.number}>
                  <b>{row.grouped}</b>{row.name !== '' && ` ${row.name}`} {to && row.newEvents.length > 0 && <Tag small tone={to.tone} mark={to.mark}>{to.word}</Tag>}
                  {row.newEvents.slice(0, 6).map((event, i) => <em key={i}>{[event.local?.replace('T', ' ').slice(0, 16), event.text === '' ? event.code : event.text, event.city, event.state, event.zip, event.name === '' ? '' : t('tracking.takeIn.signedName', { name: event.name })].filter(Boolean).join(', ')}</em>)}
                  {row.newEvents.length > 6 && <em>{t('tracking.takeIn.and')} {row.newEvents.length - 6} {t('common.more')}</em>}
                  {row.newEvents.length === 0 && row.sameEvents > 0 && <em>{t('tracking.takeIn.knownAlready')}</em>}
                  {row.note !== '' && <em>{row.note}</em>}
                </li>
              )
            })}
            {bad.map((row) => <li key={`bad${row.row}`}><Mark name="undeliverable" /> {t('tracking.takeIn.rowRowReason', { row: row.row, reason: row.reason })}</li>)}
          </ul>
        </>
      )}
    </>
  )
}

function Columns({ preview, onMap }: { preview: NewsPreview; onMap: (mapping: NewsPreview['mapping']) => void }): ReactNode {
  const { columns, mapping, sample } = preview
  const put = (column: number, value: string | null): void => {
    const others = Object.entries(mapping).filter(([field, at]) => at !== column && field !== value)
    onMap({ ...Object.fromEntries(others), ...(TABLE_FIELDS.some((field) => field === value) ? { [value ?? '']: column } : {}) })
  }
  return (
    <details open={preview.problem !== null}>
      <summary>{count(columns.length, t('tracking.takeIn.column'))}{preview.remembered && t('tracking.takeIn.asLastTime')}</summary>
      <div className={css.mapping}>
        {columns.map((column, i) => (
          <Column key={i} name={column || t('tracking.takeIn.columnValue', { value: i + 1 })} value={TABLE_FIELDS.find((field) => mapping[field] === i) ?? ''} example={sample.map((row) => row[i]?.trim() ?? '').filter(Boolean).slice(1, 4).join(' \u00b7 ')} onChange={(value) => { put(i, value) }} />
        ))}
      </div>
    </details>
  )
}

function Column({ name, value, example, onChange }: { name: string; value: string; example: string; onChange: (value: string | null) => void }): ReactNode {
  return <><b>{name}</b><SelectField label="" aria-label={t('tracking.takeIn.nameIs', { name })} value={value} data={CHOICES} onChange={onChange} /><span title={example}>{example}</span></>
}
