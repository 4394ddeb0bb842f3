import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import type { BatchMapping, BatchPreview, BatchReport, LetterRow } from '../../../shared/contract/certified.ts'
import { BATCH_FIELDS } from '../../../shared/contract/certified.ts'
import { newId } from '../../../shared/ids.ts'
import type { LetterService } from '../../../shared/mail/services.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useStation } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Empty, Help, Message, PaneHead, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import { contentOf } from './accept.tsx'
import { tenths } from './draft.ts'
import css from './letters.module.css'
import { ServicesRow } from './services-row.tsx'

const FIELD_WORDS: Record<(typeof BATCH_FIELDS)[number], string> = {
  address: 'Whole address', name: 'Name', company: 'Company', attention: 'Attention', address1: 'Address line 1', address2: 'Address line 2', address3: 'Address line 3', city: 'City', state: 'State', zip: 'ZIP', country: 'Country',
  department: 'Department', costCode: 'Cost code', matter: 'Matter', document: 'What is in it', weight: 'Weight, ounces', note: 'Note',
}
const fresh = (): string => newId(Date.now())

/** A list of addressees becomes letters; their numbers are scanned on afterwards, one beep each, in the order of the list. */
export function Batch({ onClose }: { onClose: () => void }): ReactNode {
  const [file, setFile] = useState<{ name: string; content: string } | null>(null)
  const [mapping, setMapping] = useState<BatchMapping | null>(null)
  const [services, setServices] = useState<readonly LetterService[]>(['card'])
  const [weight, setWeight] = useState('1')
  const [matter, setMatter] = useState('')
  const [document, setDocument] = useState('')
  const [batch, setBatch] = useState(fresh)
  const today = useStation()?.today ?? ''
  const input = useRef<HTMLInputElement>(null)
  const fees = useQuery(station.certified.fees.queryOptions()).data ?? []
  const choice = { services: [...services], weight: tenths(weight) ?? null, matter, document }
  const preview = useQuery({ ...station.certified.batchPreview.queryOptions({ input: { name: file?.name ?? '', content: file?.content ?? '', ...(mapping ? { mapping } : {}), ...choice } }), enabled: file !== null })
  const work = useLongWork<BatchReport>((signal) => client.certified.batchApply({ id: batch, name: file?.name ?? '', content: file?.content ?? '', mapping: mapping ?? preview.data?.mapping ?? {}, ...choice }, { signal }))
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return
    void contentOf(chosen).then((content) => { setFile({ name: chosen.name, content }); setMapping(null); setBatch(fresh()) })
  }
  const ready = preview.data !== undefined && preview.data.good > 0 && !work.running && !work.report
  useKeys([
    { key: 'Ctrl O', label: 'Choose a file', run: () => { input.current?.click() } },
    { key: 'Ctrl Enter', label: 'Log the letters', when: ready, run: work.start },
    { key: 'Esc', label: work.running ? 'Stop' : 'Back', run: () => { if (work.running) work.cancel(); else onClose() } },
  ])
  if (work.report) return <Numbering report={work.report} onClose={onClose} />
  return (
    <section className={css.list} aria-label="Import a list">
      <div className={css.pad} onDragOver={(event) => { event.preventDefault() }} onDrop={(event) => { event.preventDefault(); choose(event.dataTransfer.files[0]) }}>
        <div className={css.acts}>
          <Button kind={file ? 'plain' : 'primary'} icon="file" keys="Ctrl O" onClick={() => { input.current?.click() }}>{file ? 'Choose another file' : 'Choose a CSV file'}</Button>
          {file && <b>{file.name}</b>}{preview.data && <span>{count(preview.data.good, 'letter')}, {count(preview.data.bad, 'row')} that cannot be taken</span>}
        </div>
        <input ref={input} type="file" hidden accept=".csv,.txt,text/csv" aria-label="CSV file of addressees" onChange={(event) => { choose(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
        {preview.error && <ProblemMessage problem={problemOf(preview.error)} title="This file cannot be read." />}
        {work.problem && <ProblemMessage problem={work.problem} title="The list stopped. Start it again: nothing is logged twice." />}
        {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      </div>
      {!file ? <Empty icon="file" title="A list of addressees">One row for each letter: name, address lines, city, state, ZIP. The columns may stand in any order.</Empty> : preview.data && (
        <div className={css.form}>
          <ServicesRow services={services} mailClass="first-class" kind="us" number={undefined} fees={fees} day={today} onChange={setServices} />
          <div className={css.grid}>
            <TextField label="Weight" hint="ounces, each" value={weight} maxLength={10} onChange={(event) => { setWeight(event.currentTarget.value) }} />
            <TextField label="Matter" hint="where the list has none" value={matter} maxLength={200} onChange={(event) => { setMatter(event.currentTarget.value) }} />
            <TextField className={css.wide} label="What is in it" value={document} maxLength={500} onChange={(event) => { setDocument(event.currentTarget.value) }} />
          </div>
          <Columns preview={preview.data} onChange={setMapping} />
          <Sample preview={preview.data} />
          <div className={css.save}><Button kind="primary" big keys="Ctrl Enter" disabled={!ready} onClick={work.start}>Log {count(preview.data.good, 'letter')}</Button><Help>They get their numbers afterwards: scan one label for each.</Help></div>
        </div>
      )}
    </section>
  )
}

function Columns({ preview, onChange }: { preview: BatchPreview; onChange: (mapping: BatchMapping) => void }): ReactNode {
  const columns = [{ value: '', label: 'not in the list' }, ...preview.columns.map((name, i) => ({ value: String(i), label: name || `Column ${i + 1}` }))]
  return (
    <>
      <PaneHead title="Which column is what" after="remembered for the next list" />
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

function Sample({ preview }: { preview: BatchPreview }): ReactNode {
  return (
    <>
      <PaneHead title="How they are read" after={`the first ${preview.sample.length}`} />
      <ul>{preview.sample.map((one) => <li key={one.row}><b>{one.addressee.name}</b> {one.addressee.lines.slice(1).join(', ')}{one.doubts.length > 0 && <span className={css.kind} data-look> {one.doubts.join(' ')}</span>}</li>)}</ul>
      {preview.badRows.length > 0 && <Message tone="act" title={`${count(preview.badRows.length, 'row')} cannot be taken.`}>{preview.badRows.slice(0, 8).map((bad) => `Row ${bad.row}: ${bad.reason}`).join(' ')} They come back as a file with the reasons.</Message>}
    </>
  )
}

/** One scan, one letter: numbers go onto the letters of the list in its order. */
function Numbering({ report, onClose }: { report: BatchReport; onClose: () => void }): ReactNode {
  const query = useQuery(station.certified.list.queryOptions({ input: { batch: report.batch, limit: 500 } }))
  const rows = query.data?.rows ?? []
  const waiting = rows.filter((row) => row.number === '' && !row.voided)
  const [last, setLast] = useState<LetterRow | null>(null)
  const [typed, setTyped] = useState('')
  const put = useMutation({
    mutationFn: (text: string) => client.certified.numberNext({ batch: report.batch, number: { text, source: 'scanned' } }),
    onSuccess: async ({ letter }) => {
      play('right')
      setLast(letter)
      setTyped('')
      await queries.invalidateQueries({ queryKey: station.certified.key() })
    },
    onError: () => { play('wrong') },
  })
  useScanTaker(waiting.length > 0 ? (text) => { put.mutate(text) } : null)
  useScanHint(waiting[0] ? `Scan the label for ${waiting[0].addressee.name}` : 'Every letter has its number')
  useKeys([{ key: 'Esc', label: 'Done for now', run: onClose }])
  return (
    <section className={css.list} aria-label="Numbers for the list">
      <div className={css.pad}>
        <p className={css.bigNumber}><b>{waiting[0]?.addressee.name ?? 'Every letter has its number'}</b></p>
        <p>{waiting[0] ? waiting[0].addressee.lines.slice(1).join(', ') : `${count(report.letters, 'letter')} of the list can go into a book.`}</p>
        {put.error && <ProblemMessage problem={problemOf(put.error)} />}
        {last && <Message tone="done" title={`${last.addressee.name}: ${last.grouped}`}>{count(waiting.length, 'letter')} to go.</Message>}
        {waiting.length > 0 && <form onSubmit={(event) => { event.preventDefault(); if (typed.trim()) put.mutate(typed.trim()) }}><TextField label="Article number" hint="scan the label, or type it" className={css.mono} value={typed} maxLength={60} onChange={(event) => { setTyped(event.currentTarget.value) }} /></form>}
        <div className={css.acts}>
          {report.bad > 0 && <Button icon="download" onClick={() => { download('rows-not-taken.csv', [report.badCsv]) }}>{count(report.bad, 'row')} not taken, as a file</Button>}
          <Button keys="Esc" onClick={onClose}>{waiting.length > 0 ? 'Done for now' : 'Done'}</Button>
        </div>
      </div>
    </section>
  )
}
