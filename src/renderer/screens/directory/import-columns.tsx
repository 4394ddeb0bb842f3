import type { ReactNode } from 'react'
import { IMPORT_FIELDS, type ImportField, type ImportMapping, type ImportOpened } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Tag } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './directory.module.css'
import { FIELD_WORDS } from './words.ts'

const ENCODINGS = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'windows-1252': 'Windows (Western)' } as const
const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const
const CHOICES = [{ value: '', label: 'Leave out' }, ...IMPORT_FIELDS.map((field) => ({ value: field, label: FIELD_WORDS[field] }))]
const isField = (value: string | null): value is ImportField => IMPORT_FIELDS.some((field) => field === value)

/** The second step: which column is what. A field stands in one column, so choosing it again moves it. */
export function Columns({ file, mapping, onMapping, onNext, onBack }: { file: ImportOpened; mapping: ImportMapping; onMapping: (next: ImportMapping) => void; onNext: () => void; onBack: () => void }): ReactNode {
  const fieldOf = (column: number): ImportField | '' => IMPORT_FIELDS.find((field) => mapping[field] === column) ?? ''
  const put = (column: number, value: string | null): void => {
    const others = Object.entries(mapping).filter(([field, at]) => at !== column && field !== value)
    onMapping({ ...Object.fromEntries(others), ...(isField(value) ? { [value]: column } : {}) })
  }
  const left = file.columns.filter((_, column) => fieldOf(column) === '').length
  return (
    <section className={css.import} aria-label="Import">
      <header className={css.importHead}>
        <h2>{file.name}</h2>
        <span className={css.second}>{count(file.columns.length, 'column')}, {ENCODINGS[file.encoding]}, {DELIMITERS[file.delimiter]} between</span>
        {file.remembered && <Tag tone="done">Columns as last time</Tag>}
      </header>
      <div className={css.importBody}>
        <div className={css.columns}>
          <span className={css.columnHead}>Column of the file</span><span className={css.columnHead}>Is</span><span className={css.columnHead}>Begins with</span>
          {file.columns.map((column, i) => (
            <Column key={i} name={column || `Column ${i + 1}`} value={fieldOf(i)} examples={file.sample.map((row) => row[i]?.trim() ?? '').filter(Boolean).slice(0, 4).join(' \u00b7 ')} onChange={(value) => { put(i, value) }} />
          ))}
        </div>
        <h3>The first {count(file.sample.length, 'row')}</h3>
        <div className={css.tableBox} role="region" aria-label="First rows of the file" tabIndex={0}>
          <table><thead><tr><th scope="col">Row</th>{file.columns.map((column, i) => <th scope="col" key={i}>{column || `Column ${i + 1}`}</th>)}</tr></thead>
            <tbody>{file.sample.map((row, i) => <tr key={i}><td>{i + 2}</td>{file.columns.map((_, at) => <td key={at}>{row[at]}</td>)}</tr>)}</tbody></table>
        </div>
      </div>
      <footer className={css.importFoot}>
        <span className={css.second}>{left > 0 ? `${count(left, 'column is', 'columns are')} left out.` : 'Every column is used.'}</span>
        <Button keys="Esc" onClick={onBack}>Another file</Button>
        <Button kind="primary" keys="Ctrl Enter" onClick={onNext}>Look what would change</Button>
      </footer>
    </section>
  )
}

function Column({ name, value, examples, onChange }: { name: string; value: string; examples: string; onChange: (value: string | null) => void }): ReactNode {
  return <><b>{name}</b><SelectField label="" aria-label={`${name} is`} searchable value={value} data={CHOICES} onChange={onChange} /><span title={examples}>{examples}</span></>
}
