import { useState, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { ImportPreview } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { Message, Segments } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import css from './directory.module.css'
import { FIELD_WORDS } from './words.ts'

type Kind = 'added' | 'changed' | 'same' | 'bad' | 'missing'
const KINDS: readonly { value: Kind; label: string }[] = [{ value: 'added', label: t('directory.importPreview.new') }, { value: 'changed', label: t('directory.importPreview.changed') }, { value: 'same', label: t('directory.importPreview.theSame') }, { value: 'bad', label: t('directory.importPreview.cannotBeTaken') }, { value: 'missing', label: t('directory.importPreview.notInTheFile') }]

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What an import would do: the counts, and the rows behind each. */
export function Preview({ name, columns, report }: { name: string; columns: readonly string[]; report: ImportPreview }): ReactNode {
  const [kind, setKind] = useState<Kind>(report.bad > 0 ? 'bad' : report.changed > 0 ? 'changed' : 'added')
  const places = [...report.newDepartments.map((one) => t('directory.importPreview.departmentOne', { one })), ...report.newMailStops.map((one) => t('directory.importPreview.mailStopOne', { one }))]
  const bad = (): void => {
    download(t('directory.importPreview.rowsThatCannotBeTakenReplaceof', { replaceOf: name.replace(/\.[^.]*$/, '') }), [[t('common.reason'), ...columns], ...report.badRows.map((row) => [row.reason, ...row.cells])].map((row) => `${row.map(cell).join(',')}\r\n`))
  }
  return (
    <>
      <div><Segments<Kind> label={t('directory.importPreview.rows')} value={kind} options={KINDS.map(({ value, label }) => ({ value, label: <><b>{number(report[value])}</b> {label}</> }))} onChange={setKind} /></div>
      {places.length > 0 && <Message title={count(places.length, t('directory.importPreview.newPlace'))}>{places.slice(0, 12).join(', ')}{places.length > 12 ? t('directory.importPreview.andValueMore', { value: places.length - 12 }) : ''}.</Message>}
      {kind === 'added' && <Table label={t('directory.importPreview.newPeople')} heads={[t('directory.importPreview.row'), t('common.name'), t('directory.importPreview.whatTheFileSays')]} total={report.added} rows={report.newRows.map((row) => [row.row, row.name, <Changes key="c" fields={row.fields} />])} />}
      {kind === 'changed' && <Table label={t('directory.importPreview.changedPeople')} heads={[t('directory.importPreview.row'), t('common.name'), t('directory.importPreview.whatChanges')]} total={report.changed} rows={report.changedRows.map((row) => [row.row, row.name, <Changes key="c" fields={row.fields} />])} />}
      {kind === 'same' && <p>{t('directory.importPreview.sameWhatTheDirectorySaysAlready', { same: count(report.same, t('directory.importPreview.rowSays'), t('directory.importPreview.rowsSay')) })}</p>}
      {kind === 'bad' && (
        <>
          <Table label={t('directory.importPreview.rowsThatCannotBeTaken')} heads={[t('directory.importPreview.row'), t('common.why'), t('directory.importPreview.whatStandsThere')]} total={report.bad} rows={report.badRows.map((row) => [row.row, row.reason, row.cells.join(' | ')])} />
          {report.badRows.length > 0 && report.badRows.length === report.bad && <div><Button icon="download" onClick={bad}>{t('directory.importPreview.downloadBadAsCsv', { bad: count(report.bad, t('common.row')) })}</Button></div>}
          {report.bad > report.badRows.length && <p className={css.second}>{t('directory.importPreview.allOfThemCanBeDownloaded')}</p>}
        </>
      )}
      {kind === 'missing' && <Table label={t('directory.importPreview.peopleNotInTheFile')} heads={['', t('common.name'), t('common.department')]} total={report.missing} rows={report.missingPeople.map((person) => ['', person.name, person.department ?? ''])} />}
    </>
  )
}

function Table({ label, heads, rows, total }: { label: string; heads: readonly string[]; rows: readonly (readonly ReactNode[])[]; total: number }): ReactNode {
  if (total === 0) return <p>{t('directory.importPreview.none')}</p>
  return (
    <>
      <div className={css.tableBox} data-wide role="region" aria-label={label} tabIndex={0}>
        <table><thead><tr>{heads.map((head, i) => (head ? <th scope="col" key={i}>{head}</th> : <td key={i} />))}</tr></thead><tbody>{rows.map((cells, i) => <tr key={i}>{cells.map((value, at) => <td key={at}>{value}</td>)}</tr>)}</tbody></table>
      </div>
      {rows.length < total && <p className={css.second}>{t('directory.importPreview.theFirstRowsOfTotal', { rows: rows.length, total: number(total) })}</p>}
    </>
  )
}

function Changes({ fields }: { fields: ImportPreview['changedRows'][number]['fields'] }): ReactNode {
  return fields.map((change) => (
    <span className={css.change} key={change.field}><em>{FIELD_WORDS[change.field]}:</em> {change.from && <><del>{change.from}</del> </>}<ins>{change.to || t('common.none')}</ins></span>
  ))
}
