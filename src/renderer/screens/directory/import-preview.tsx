import { useState, type ReactNode } from 'react'
import type { ImportPreview } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { Message, Segments } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import css from './directory.module.css'
import { FIELD_WORDS } from './words.ts'

type Kind = 'added' | 'changed' | 'same' | 'bad' | 'missing'
const KINDS: readonly { value: Kind; label: string }[] = [{ value: 'added', label: 'new' }, { value: 'changed', label: 'changed' }, { value: 'same', label: 'the same' }, { value: 'bad', label: 'cannot be taken' }, { value: 'missing', label: 'not in the file' }]

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What an import would do: the counts, and the rows behind each. */
export function Preview({ name, columns, report }: { name: string; columns: readonly string[]; report: ImportPreview }): ReactNode {
  const [kind, setKind] = useState<Kind>(report.bad > 0 ? 'bad' : report.changed > 0 ? 'changed' : 'added')
  const places = [...report.newDepartments.map((one) => `department ${one}`), ...report.newMailStops.map((one) => `mail stop ${one}`)]
  const bad = (): void => {
    download(`rows that cannot be taken - ${name.replace(/\.[^.]*$/, '')}.csv`, [['Reason', ...columns], ...report.badRows.map((row) => [row.reason, ...row.cells])].map((row) => `${row.map(cell).join(',')}\r\n`))
  }
  return (
    <>
      <div><Segments<Kind> label="Rows" value={kind} options={KINDS.map(({ value, label }) => ({ value, label: <><b>{report[value].toLocaleString('en-US')}</b> {label}</> }))} onChange={setKind} /></div>
      {places.length > 0 && <Message title={count(places.length, 'new place')}>{places.slice(0, 12).join(', ')}{places.length > 12 ? ` and ${places.length - 12} more` : ''}.</Message>}
      {kind === 'added' && <Table label="New people" heads={['Row', 'Name', 'What the file says']} total={report.added} rows={report.newRows.map((row) => [row.row, row.name, <Changes key="c" fields={row.fields} />])} />}
      {kind === 'changed' && <Table label="Changed people" heads={['Row', 'Name', 'What changes']} total={report.changed} rows={report.changedRows.map((row) => [row.row, row.name, <Changes key="c" fields={row.fields} />])} />}
      {kind === 'same' && <p>{count(report.same, 'row says', 'rows say')} what the directory says already. Nothing happens to them.</p>}
      {kind === 'bad' && (
        <>
          <Table label="Rows that cannot be taken" heads={['Row', 'Why', 'What stands there']} total={report.bad} rows={report.badRows.map((row) => [row.row, row.reason, row.cells.join(' | ')])} />
          {report.badRows.length > 0 && report.badRows.length === report.bad && <div><Button icon="download" onClick={bad}>Download {count(report.bad, 'row')} as CSV</Button></div>}
          {report.bad > report.badRows.length && <p className={css.second}>All of them can be downloaded once the import is applied.</p>}
        </>
      )}
      {kind === 'missing' && <Table label="People not in the file" heads={['', 'Name', 'Department']} total={report.missing} rows={report.missingPeople.map((person) => ['', person.name, person.department ?? ''])} />}
    </>
  )
}

function Table({ label, heads, rows, total }: { label: string; heads: readonly string[]; rows: readonly (readonly ReactNode[])[]; total: number }): ReactNode {
  if (total === 0) return <p>None.</p>
  return (
    <>
      <div className={css.tableBox} data-wide role="region" aria-label={label} tabIndex={0}>
        <table><thead><tr>{heads.map((head, i) => (head ? <th scope="col" key={i}>{head}</th> : <td key={i} />))}</tr></thead><tbody>{rows.map((cells, i) => <tr key={i}>{cells.map((value, at) => <td key={at}>{value}</td>)}</tr>)}</tbody></table>
      </div>
      {rows.length < total && <p className={css.second}>The first {rows.length} of {total.toLocaleString('en-US')}.</p>}
    </>
  )
}

function Changes({ fields }: { fields: ImportPreview['changedRows'][number]['fields'] }): ReactNode {
  return fields.map((change) => (
    <span className={css.change} key={change.field}><em>{FIELD_WORDS[change.field]}:</em> {change.from && <><del>{change.from}</del> </>}<ins>{change.to || 'none'}</ins></span>
  ))
}
