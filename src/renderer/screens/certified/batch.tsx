import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { BatchMapping, BatchPreview, BatchReport } from '../../../shared/contract/certified.ts'
import { BATCH_FIELDS } from '../../../shared/contract/certified.ts'
import { newId } from '../../../shared/ids.ts'
import { className, MAIL_CLASSES, type LetterService, type MailClass } from '../../../shared/mail/services.ts'
import { useGiven } from '../../app/incoming.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Empty, Help, Message, PaneHead, ProblemMessage, Segments, Tag, Work } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import { uploadOf } from '../receipts/upload.ts'
import { BatchNumbers } from './batch-numbers.tsx'
import { tenths } from './draft.ts'
import { ReasonDialog } from './letter-dialogs.tsx'
import css from './letters.module.css'
import { ServicesRow } from './services-row.tsx'

const FIELD_WORDS: Record<(typeof BATCH_FIELDS)[number], string> = {
  address: 'Whole address', name: 'Name', company: 'Company', attention: 'Attention', address1: 'Address line 1', address2: 'Address line 2', address3: 'Address line 3', city: 'City', state: 'State', zip: 'ZIP', country: 'Country',
  department: 'Department', costCode: 'Cost code', matter: 'Matter', document: 'What is in it', weight: 'Weight, ounces', note: 'Note',
}

interface List { id: string; name: string; badRows: { rows: number; save: () => void } | undefined }

/** A list of addressees becomes letters; their numbers are scanned on afterwards, one beep each, in the order of the list. */
export function Batch({ onClose }: { onClose: () => void }): ReactNode {
  const [file, setFile] = useState<{ name: string; content: string } | null>(null)
  const [numbering, setNumbering] = useState<List | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const choose = (chosen: File | undefined): void => {
    if (chosen) void uploadOf(chosen).then(setFile)
  }
  const ask = (): void => { input.current?.click() }
  useGiven('letters', ([given]) => { setNumbering(null); choose(given) })
  if (numbering) return <BatchNumbers batch={numbering.id} name={numbering.name} bad={numbering.badRows} onClose={() => { setNumbering(null); setFile(null) }} />
  return (
    <section className={css.list} aria-label="Import a list" onDragOver={(event) => { event.preventDefault() }} onDrop={(event) => { event.preventDefault(); choose(event.dataTransfer.files[0]) }}>
      <input ref={input} type="file" hidden accept=".csv,.txt,text/csv" aria-label="CSV file of addressees" onChange={(event) => { choose(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
      {file ? <Import key={`${file.name}${file.content.length}`} file={file} onChoose={ask} onLogged={setNumbering} onClose={() => { setFile(null) }} /> : <Lists onChoose={ask} onOpen={setNumbering} onClose={onClose} />}
    </section>
  )
}

/** The lists that were taken in: what waits for numbers, what was stopped in the middle. */
function Lists({ onChoose, onOpen, onClose }: { onChoose: () => void; onOpen: (list: List) => void; onClose: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.certified.batches.queryOptions())
  const rows = query.data ?? []
  const [selected, setSelected] = useState<string | null>(null)
  const [undoing, setUndoing] = useState(false)
  const current = rows.find((row) => row.id === selected) ?? rows.find((row) => row.waiting > 0) ?? rows[0] ?? null
  const open = (row: { id: string; name: string }): void => { onOpen({ id: row.id, name: row.name, badRows: undefined }) }
  useKeys(undoing ? [] : [
    { key: 'Ctrl O', label: 'Choose a file', run: onChoose },
    { key: 'Ctrl Enter', label: 'Scan numbers on', when: (current?.waiting ?? 0) > 0, run: () => { if (current) open(current) } },
    { key: 'Del', label: 'Undo the list', when: (current?.waiting ?? 0) > 0, run: () => { setUndoing(true) } },
    { key: 'Esc', label: 'Back', run: onClose },
  ])
  return (
    <>
      <div className={css.pad}><div className={css.acts}><Button kind="primary" icon="file" keys="Ctrl O" onClick={onChoose}>Choose a CSV file</Button><Help>One row for each letter: name, address lines, city, state, ZIP. The columns may stand in any order.</Help></div></div>
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {rows.length === 0 ? <Empty icon="file" title="No list was taken in yet">Ctrl O chooses the first one. Its letters are logged, then their numbers are scanned on.</Empty> : (
        <>
          <PaneHead title="Lists" after={`${count(rows.reduce((sum, row) => sum + row.waiting, 0), 'letter')} without a number`} />
          <Rows label="Lists" items={rows} idOf={(row) => row.id} height={50} selected={current?.id ?? null} onSelect={setSelected}
            render={(row, chosen) => (
              <div className={css.batchRow}>
                <div><b>{row.name}</b><span className={css.d}>{when(row.at, zone)}, {row.by}</span></div>
                <span>{count(row.letters, 'letter')}</span>
                <span>{row.finished ? row.waiting > 0 ? `${row.waiting} without a number` : 'all numbered' : <Tag tone="act" small>Stopped: choose the file again to go on</Tag>}</span>
                <span className={css.rowActs}>{chosen && row.waiting > 0 && <><Button small kind="primary" keys="Ctrl Enter" onClick={() => { open(row) }}>Scan numbers on</Button><Button small keys="Del" onClick={() => { setUndoing(true) }}>Undo</Button></>}</span>
              </div>
            )} />
        </>
      )}
      {undoing && current && <ReasonDialog title={`Undo ${current.name}?`} words={`${count(current.waiting, 'letter')} without a number ${current.waiting === 1 ? 'is' : 'are'} voided. Letters that have their number stay.`} verb="Undo the list" onClose={() => { setUndoing(false) }} act={(reason) => client.certified.batchUndo({ batch: current.id, reason })} />}
    </>
  )
}

function Import({ file, onChoose, onLogged, onClose }: { file: { name: string; content: string }; onChoose: () => void; onLogged: (list: List) => void; onClose: () => void }): ReactNode {
  const [mapping, setMapping] = useState<BatchMapping | null>(null)
  const [services, setServices] = useState<readonly LetterService[]>(['card'])
  const [klass, setClass] = useState<MailClass>('first-class')
  const [said, setSaid] = useState({ weight: '1', department: '', costCode: '', matter: '', document: '' })
  const [fresh] = useState(() => newId(Date.now()))
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const fees = useQuery(station.certified.fees.queryOptions()).data ?? []
  const { weight, ...words } = said
  const choice = { services: [...services], mailClass: klass, shape: klass === 'priority' ? 'parcel' as const : 'letter' as const, weight: tenths(weight) ?? null, ...words }
  const preview = useQuery({ ...station.certified.batchPreview.queryOptions({ input: { ...file, ...(mapping ? { mapping } : {}), ...choice } }), placeholderData: keepPreviousData })
  const before = preview.data?.before ?? null
  // A list that was stopped in the middle goes on under its own name: nothing is logged twice.
  const batch = before && !before.finished ? before.batch : fresh
  const work = useLongWork<BatchReport>((signal) => client.certified.batchApply({ id: batch, ...file, mapping: mapping ?? preview.data?.mapping ?? {}, ...choice }, { signal }), `List ${file.name}`)
  const { report } = work
  useEffect(() => {
    if (report && !report.cancelled) onLogged({ id: report.batch, name: file.name, badRows: { rows: report.bad, save: () => { download('rows-not-taken.csv', [report.badCsv]) } } })
  }, [report, file.name, onLogged])
  const ready = preview.data !== undefined && !preview.error && preview.data.good > 0 && !work.running && !report
  useKeys([
    { key: 'Ctrl O', label: 'Another file', run: onChoose },
    { key: 'Ctrl Enter', label: 'Log the letters', when: ready, run: work.start },
    { key: 'Esc', label: work.running ? 'Stop' : 'Back', run: () => { if (work.running) work.cancel(); else onClose() } },
  ])
  const field = (name: keyof typeof said, label: string, hint: string | undefined, maxLength: number): ReactNode => <TextField label={label} hint={hint} value={said[name]} maxLength={maxLength} onChange={(event) => { setSaid({ ...said, [name]: event.currentTarget.value }) }} />
  return (
    <section className={css.work}>
      <section className={css.list} aria-label="What is logged">
        <div className={css.pad}>
          <div className={css.acts}><Button icon="file" keys="Ctrl O" onClick={onChoose}>Choose another file</Button><b>{file.name}</b>{preview.data && <span>{count(preview.data.good, 'letter')}, {count(preview.data.bad, 'row')} that cannot be taken</span>}</div>
          {preview.error && <ProblemMessage problem={problemOf(preview.error)} title="This file cannot be read like this." />}
          {before && (before.finished ? <Message tone="act" title={`This file was logged on ${when(before.at, zone)} by ${before.by}: ${count(before.letters, 'letter')}.`}>Logging it again sends them a second time.</Message> : <Message tone="act" title={`This file was stopped after ${count(before.letters, 'letter')}.`}>Logging goes on there.</Message>)}
          {work.problem && <ProblemMessage problem={work.problem} title="The list stopped. Start it again: nothing is logged twice." />}
          {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
        </div>
        <div className={css.form}>
          <ServicesRow services={services} mailClass={klass} kind="us" number={undefined} fees={fees} day={today} onChange={setServices} />
          <div className={css.grid}>
            <div className={css.wide}><span className={css.label}>Class</span><div className={css.flex}><Segments label="Class" value={klass} options={MAIL_CLASSES.map((value) => ({ value, label: className(value) }))} onChange={setClass} /></div></div>
            {field('weight', 'Weight', 'ounces, each', 10)}{field('department', 'Department', undefined, 200)}
            {field('costCode', 'Cost code', undefined, 100)}{field('matter', 'Matter', undefined, 200)}
            <div className={css.wide}>{field('document', 'What is in it', 'these where the list says nothing', 500)}</div>
          </div>
          {preview.data && <Columns preview={preview.data} onChange={setMapping} />}
          <div className={css.save}><Button kind="primary" big keys="Ctrl Enter" disabled={!ready} onClick={work.start}>Log {count(preview.data?.good ?? 0, 'letter')}</Button><Help>{preview.data?.good === 0 ? 'No row can be taken: choose the columns.' : 'They get their numbers afterwards: scan one label for each.'}</Help></div>
        </div>
      </section>
      <aside className={css.facing} aria-label="How the rows are read">{preview.data && <Sample preview={preview.data} />}</aside>
    </section>
  )
}

function Columns({ preview, onChange }: { preview: BatchPreview; onChange: (mapping: BatchMapping) => void }): ReactNode {
  const columns = [{ value: '', label: 'not in the list' }, ...preview.columns.map((name, i) => ({ value: String(i), label: name || `Column ${i + 1}` }))]
  return (
    <>
      <PaneHead title="Which column is what" after={preview.remembered ? 'as it was for the last list with these columns' : 'remembered for the next list'} />
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
          <PaneHead title="Cannot be taken" after={count(preview.bad, 'row')} />
          <ul className={css.sample}>{preview.badRows.map((bad) => <li key={bad.row}><b>Row {bad.row}</b><span>{bad.reason}</span></li>)}{more > 0 && <li><span>And {count(more, 'row')} more.</span></li>}</ul>
          <p className={css.note}>They come back as a file with the reasons.</p>
        </>
      )}
      <PaneHead title="How they are read" after={`the first ${preview.sample.length}`} />
      <ul className={css.sample}>{preview.sample.map((one) => <li key={one.row}><b>{one.addressee.name}</b><span>{one.addressee.lines.slice(1).join(', ')}</span>{one.doubts.map((doubt) => <span key={doubt} className={css.kind} data-look>{doubt}</span>)}</li>)}</ul>
    </>
  )
}
