import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BatchMapping, BatchPreview, BatchReport } from '../../../shared/contract/certified.ts'
import { BATCH_FIELDS } from '../../../shared/contract/certified.ts'
import { newId } from '../../../shared/ids.ts'
import { className, MAIL_CLASSES, type LetterService, type MailClass } from '../../../shared/mail/services.ts'
import { useGiven } from '../../app/incoming.ts'
import { useHeld, useHeldFile, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ChooseAgain, Empty, Help, Loading, Message, PaneHead, ProblemMessage, Segments, Tag, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { BatchNumbers } from './batch-numbers.tsx'
import { tenths } from './draft.ts'
import { ReasonDialog } from './letter-dialogs.tsx'
import css from './letters.module.css'
import { ServicesRow } from './services-row.tsx'

const FIELD_WORDS: Record<(typeof BATCH_FIELDS)[number], string> = {
  address: t('certified.batch.wholeAddress'), name: t('common.name'), company: t('certified.batch.company'), attention: t('certified.batch.attention'), address1: t('certified.batch.addressLine1'), address2: t('certified.batch.addressLine2'), address3: t('certified.batch.addressLine3'), city: t('common.city'), state: t('common.state'), zip: 'ZIP', country: t('common.country'),
  department: t('common.department'), costCode: t('common.costCode'), matter: t('common.matter'), document: t('common.whatIsInIt'), weight: t('certified.batch.weightOunces'), note: t('common.note'),
}

interface List { id: string; name: string; badRows: { rows: number; csv: string } | undefined }

/** A list of addressees becomes letters; their numbers are scanned on afterwards, one beep each, in the order of the list. */
export function Batch({ onClose }: { onClose: () => void }): ReactNode {
  const [file, setFile, lost] = useHeldFile('batch.file')
  const [numbering, setNumbering] = useOpen<List | null>('batch.numbering', null)
  const input = useRef<HTMLInputElement>(null)
  const choose = (chosen: File | undefined): void => {
    if (chosen) setFile(chosen)
  }
  const ask = (): void => { input.current?.click() }
  useGiven('letters', ([given]) => { setNumbering(null); choose(given) })
  if (numbering) return <BatchNumbers batch={numbering.id} name={numbering.name} bad={numbering.badRows} onClose={() => { setNumbering(null); setFile(null) }} />
  return (
    <section className={css.list} aria-label={t('certified.batch.importAList')} onDragOver={(event) => { event.preventDefault() }} onDrop={(event) => { event.preventDefault(); choose(event.dataTransfer.files[0]) }}>
      <input ref={input} type="file" hidden accept=".csv,.txt,text/csv" aria-label={t('certified.batch.csvFileOfAddressees')} onChange={(event) => { choose(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
      {file?.content != null ? <Import key={`${file.name}${file.content.length}`} file={{ name: file.name, content: file.content }} onChoose={ask} onLogged={setNumbering} onClose={() => { setFile(null) }} /> : <><ChooseAgain name={lost} /><Lists onChoose={ask} onOpen={setNumbering} onClose={onClose} /></>}
    </section>
  )
}

/** The lists that were taken in: what waits for numbers, what was stopped in the middle. */
function Lists({ onChoose, onOpen, onClose }: { onChoose: () => void; onOpen: (list: List) => void; onClose: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.certified.batches.queryOptions())
  const rows = query.data ?? []
  const [selected, setSelected] = useHeld<string | null>('batch.selected', null)
  const [undoing, setUndoing] = useOpen('batch.undoing', false)
  const current = rows.find((row) => row.id === selected) ?? rows.find((row) => row.waiting > 0) ?? rows[0] ?? null
  const open = (row: { id: string; name: string }): void => { onOpen({ id: row.id, name: row.name, badRows: undefined }) }
  useKeys(undoing ? [] : [
    { key: 'Ctrl O', label: t('certified.batch.chooseAFile'), run: onChoose },
    { key: 'Ctrl Enter', label: t('certified.batch.scanNumbersOn'), when: (current?.waiting ?? 0) > 0, run: () => { if (current) open(current) } },
    { key: 'Del', label: t('certified.batch.undoTheList'), when: (current?.waiting ?? 0) > 0, run: () => { setUndoing(true) } },
    { key: 'Esc', label: t('common.back'), run: onClose },
  ])
  return (
    <>
      <div className={css.pad}><div className={css.acts}><Button kind="primary" icon="file" keys="Ctrl O" onClick={onChoose}>{t('certified.batch.chooseACsvFile')}</Button><Help>{t('certified.batch.oneRowForEachLetterName')}</Help></div></div>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {query.isPending ? <Loading label={t('certified.batch.readingTheLists')} /> : rows.length === 0 ? !query.error && <Empty icon="file" title={t('certified.batch.noListWasTakenInYet')}>{t('certified.batch.ctrlOChoosesTheFirstOne')}</Empty> : (
        <>
          <PaneHead title={t('certified.batch.lists')} after={t('certified.batch.countofWithoutANumber', { countOf: count(rows.reduce((sum, row) => sum + row.waiting, 0), t('common.letter')) })} />
          <Rows label={t('certified.batch.lists')} items={rows} idOf={(row) => row.id} height={50} selected={current?.id ?? null} onSelect={setSelected}
            render={(row, chosen) => (
              <div className={css.batchRow}>
                <div><b>{row.name}</b><span className={css.d}>{when(row.at, zone)}, {row.by}</span></div>
                <span>{count(row.letters, t('common.letter'))}</span>
                <span>{row.finished ? row.waiting > 0 ? t('certified.batch.waitingWithoutANumber', { waiting: row.waiting }) : t('certified.batch.allNumbered') : <Tag tone="act" small>{t('certified.batch.stoppedChooseTheFileAgainTo')}</Tag>}</span>
                <span className={css.rowActs}>{chosen && row.waiting > 0 && <><Button small kind="primary" keys="Ctrl Enter" onClick={() => { open(row) }}>{t('certified.batch.scanNumbersOn')}</Button><Button small keys="Del" onClick={() => { setUndoing(true) }}>{t('certified.batch.undo')}</Button></>}</span>
              </div>
            )} />
        </>
      )}
      {undoing && current && <ReasonDialog title={t('certified.batch.undoName', { name: current.name })} words={t('certified.batch.waitingWithoutANumberValueVoided', { waiting: count(current.waiting, t('common.letter')), value: current.waiting === 1 ? t('certified.batch.is') : t('certified.batch.are') })} verb={t('certified.batch.undoTheList')} onClose={() => { setUndoing(false) }} act={(reason) => client.certified.batchUndo({ batch: current.id, reason })} />}
    </>
  )
}

function Import({ file, onChoose, onLogged, onClose }: { file: { name: string; content: string }; onChoose: () => void; onLogged: (list: List) => void; onClose: () => void }): ReactNode {
  const [mapping, setMapping] = useHeld<BatchMapping | null>(`batch.mapping.${file.name}`, null)
  const [services, setServices] = useHeld<readonly LetterService[]>(`batch.services.${file.name}`, ['card'])
  const [klass, setClass] = useHeld<MailClass>(`batch.class.${file.name}`, 'first-class')
  const [said, setSaid] = useHeld(`batch.said.${file.name}`, { weight: '1', department: '', costCode: '', matter: '', document: '' })
  const [fresh] = useHeld(`batch.id.${file.name}`, () => newId(Date.now()))
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const fees = useQuery(station.certified.fees.queryOptions()).data ?? []
  const { weight, ...words } = said
  const choice = { services: [...services], mailClass: klass, shape: klass === 'priority' ? 'parcel' as const : 'letter' as const, weight: tenths(weight) ?? null, ...words }
  const preview = useQuery({ ...station.certified.batchPreview.queryOptions({ input: { ...file, ...(mapping ? { mapping } : {}), ...choice } }), placeholderData: keepPreviousData })
  const before = preview.data?.before ?? null
  // A list that was stopped in the middle goes on under its own name: nothing is logged twice.
  const batch = before && !before.finished ? before.batch : fresh
  const work = useLongWork<BatchReport>((signal) => client.certified.batchApply({ id: batch, ...file, mapping: mapping ?? preview.data?.mapping ?? {}, ...choice }, { signal }), t('certified.batch.listName', { name: file.name }))
  const { report } = work
  useEffect(() => {
    if (report && !report.cancelled) onLogged({ id: report.batch, name: file.name, badRows: { rows: report.bad, csv: report.badCsv } })
  }, [report, file.name, onLogged])
  const ready = preview.data !== undefined && !preview.error && preview.data.good > 0 && !work.running && !report
  useKeys([
    { key: 'Ctrl O', label: t('common.anotherFile'), run: onChoose },
    { key: 'Ctrl Enter', label: t('certified.batch.logTheLetters'), when: ready, run: work.start },
    { key: 'Esc', label: work.running ? t('common.stop') : t('common.back'), run: () => { if (work.running) work.cancel(); else onClose() } },
  ])
  const field = (name: keyof typeof said, label: string, hint: string | undefined, maxLength: number): ReactNode => <TextField label={label} about={name} hint={hint} value={said[name]} maxLength={maxLength} onChange={(event) => { setSaid({ ...said, [name]: event.currentTarget.value }) }} />
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('certified.batch.whatIsLogged')}>
        <div className={css.pad}>
          <div className={css.acts}><Button icon="file" keys="Ctrl O" onClick={onChoose}>{t('certified.batch.chooseAnotherFile')}</Button><b>{file.name}</b>{preview.data && <span>{t('certified.batch.goodBadThatCannotBeTaken', { good: count(preview.data.good, t('common.letter')), bad: count(preview.data.bad, t('common.row')) })}</span>}</div>
          {preview.error && <ProblemMessage problem={problemOf(preview.error)} title={t('certified.batch.thisFileCannotBeReadLike')} />}
          {before && (before.finished ? <Message tone="act" title={t('certified.batch.thisFileWasLoggedOnAt', { at: when(before.at, zone), by: before.by, letters: count(before.letters, t('common.letter')) })}>{t('certified.batch.loggingItAgainSendsThemA')}</Message> : <Message tone="act" title={t('certified.batch.thisFileWasStoppedAfterLetters', { letters: count(before.letters, t('common.letter')) })}>{t('certified.batch.loggingGoesOnThere')}</Message>)}
          {work.problem && <ProblemMessage problem={work.problem} title={t('certified.batch.theListStoppedStartItAgain')} />}
          {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
        </div>
        <div className={css.form}>
          <ServicesRow services={services} mailClass={klass} kind="us" number={undefined} fees={fees} day={today} onChange={setServices} />
          <div className={css.grid}>
            <div className={css.wide}><span className={css.label}>{t('common.class')}</span><div className={css.flex}><Segments label={t('common.class')} value={klass} options={MAIL_CLASSES.map((value) => ({ value, label: className(value) }))} onChange={setClass} /></div></div>
            {field('weight', t('common.weight'), t('certified.batch.ouncesEach'), 10)}{field('department', t('common.department'), undefined, 200)}
            {field('costCode', t('common.costCode'), undefined, 100)}{field('matter', t('common.matter'), undefined, 200)}
            <div className={css.wide}>{field('document', t('common.whatIsInIt'), t('certified.batch.theseWhereTheListSaysNothing'), 500)}</div>
          </div>
          {preview.data && <Columns preview={preview.data} onChange={setMapping} />}
          <div className={css.save}><Button kind="primary" big keys="Ctrl Enter" disabled={!ready} onClick={work.start}>{t('certified.batch.logCountof', { countOf: count(preview.data?.good ?? 0, t('common.letter')) })}</Button><Help>{preview.data?.good === 0 ? t('certified.batch.noRowCanBeTakenChoose') : t('certified.batch.theyGetTheirNumbersAfterwardsScan')}</Help></div>
        </div>
      </section>
      <aside className={css.facing} aria-label={t('certified.batch.howTheRowsAreRead')}>{preview.data && <Sample preview={preview.data} />}</aside>
    </section>
  )
}

function Columns({ preview, onChange }: { preview: BatchPreview; onChange: (mapping: BatchMapping) => void }): ReactNode {
  const columns = [{ value: '', label: t('certified.batch.notInTheList') }, ...preview.columns.map((name, i) => ({ value: String(i), label: name || t('certified.batch.columnValue', { value: i + 1 }) }))]
  return (
    <>
      <PaneHead title={t('certified.batch.whichColumnIsWhat')} after={preview.remembered ? t('certified.batch.asItWasForTheLast') : t('certified.batch.rememberedForTheNextList')} />
      <div className={css.grid}>
        {BATCH_FIELDS.map((field) => (
          <SelectField key={field} label={FIELD_WORDS[field]} value={preview.mapping[field] === undefined ? '' : String(preview.mapping[field])} data={columns} onChange={(next) => {
            const { [field]: _, ...rest } = preview.mapping
            onChange(next ? { ...rest, [field]: Number(next) } : rest)
          }} />
        ))}
      </div>
    </>
  )
}

/** Rows that cannot be taken first: they are what has to be looked at. */
function Sample({ preview }: { preview: BatchPreview }): ReactNode {
  const more = preview.bad - preview.badRows.length
  return (
    <>
      {preview.badRows.length > 0 && (
        <>
          <PaneHead title={t('certified.batch.cannotBeTaken')} after={count(preview.bad, t('common.row'))} />
          <ul className={css.sample}>{preview.badRows.map((bad) => <li key={bad.row}><b>{t('certified.batch.rowRow', { row: bad.row })}</b><span>{bad.reason}</span></li>)}{more > 0 && <li><span>{t('certified.batch.andMoreMore', { more: count(more, t('common.row')) })}</span></li>}</ul>
          <p className={css.note}>{t('certified.batch.theyComeBackAsAFile')}</p>
        </>
      )}
      <PaneHead title={t('certified.batch.howTheyAreRead')} after={t('certified.batch.theFirstSample', { sample: preview.sample.length })} />
      <ul className={css.sample}>{preview.sample.map((one) => <li key={one.row}><b>{one.addressee.name}</b><span>{one.addressee.lines.slice(1).join(', ')}</span>{one.doubts.map((doubt) => <span key={doubt} className={css.kind} data-look>{doubt}</span>)}</li>)}</ul>
    </>
  )
}
