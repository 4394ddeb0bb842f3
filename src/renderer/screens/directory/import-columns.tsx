import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { IMPORT_FIELDS, type ImportField, type ImportMapping, type ImportOpened } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Tag } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './directory.module.css'
import { FIELD_WORDS } from './words.ts'

const ENCODINGS = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'windows-1252': t('directory.importColumns.windowsWestern') } as const
const DELIMITERS = { ',': t('directory.importColumns.commas'), ';': t('directory.importColumns.semicolons'), '\t': t('directory.importColumns.tabs'), '|': t('directory.importColumns.bars') } as const
const CHOICES = [{ value: '', label: t('directory.importColumns.leaveOut') }, ...IMPORT_FIELDS.map((field) => ({ value: field, label: FIELD_WORDS[field] }))]
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
    <section className={css.import} aria-label={t('common.import')}>
      <header className={css.importHead}>
        <h2>{file.name}</h2>
        <span className={css.second}>{count(file.columns.length, t('directory.importColumns.column'))}, {ENCODINGS[file.encoding]}, {DELIMITERS[file.delimiter]} {t('directory.importColumns.between')}</span>
        {file.remembered && <Tag tone="done">{t('directory.importColumns.columnsAsLastTime')}</Tag>}
      </header>
      <div className={css.importBody}>
        <div className={css.columns}>
          <span className={css.columnHead}>{t('directory.importColumns.columnOfTheFile')}</span><span className={css.columnHead}>{t('common.is')}</span><span className={css.columnHead}>{t('directory.importColumns.beginsWith')}</span>
          {file.columns.map((column, i) => (
            <Column key={i} name={column || t('directory.importColumns.columnValue', { value: i + 1 })} value={fieldOf(i)} examples={file.sample.map((row) => row[i]?.trim() ?? '').filter(Boolean).slice(0, 4).join(' \u00b7 ')} onChange={(value) => { put(i, value) }} />
          ))}
        </div>
        <h3>{t('directory.importColumns.theFirstLength', { length: count(file.sample.length, t('common.row')) })}</h3>
        <div className={css.tableBox} role="region" aria-label={t('directory.importColumns.firstRowsOfTheFile')} tabIndex={0}>
          <table><thead><tr><th scope="col">{t('directory.importColumns.row')}</th>{file.columns.map((column, i) => <th scope="col" key={i}>{column || t('directory.importColumns.columnValue', { value: i + 1 })}</th>)}</tr></thead>
            <tbody>{file.sample.map((row, i) => <tr key={i}><td>{i + 2}</td>{file.columns.map((_, at) => <td key={at}>{row[at]}</td>)}</tr>)}</tbody></table>
        </div>
      </div>
      <footer className={css.importFoot}>
        <span className={css.second}>{left > 0 ? t('directory.importColumns.leftLeftOut', { left: count(left, t('directory.importColumns.columnIs'), t('directory.importColumns.columnsAre')) }) : t('directory.importColumns.everyColumnIsUsed')}</span>
        <Button keys="Esc" onClick={onBack}>{t('common.anotherFile')}</Button>
        <Button kind="primary" keys="Ctrl Enter" onClick={onNext}>{t('directory.importColumns.lookWhatWouldChange')}</Button>
      </footer>
    </section>
  )
}

function Column({ name, value, examples, onChange }: { name: string; value: string; examples: string; onChange: (value: string | null) => void }): ReactNode {
  return <><b>{name}</b><SearchField label="" aria-label={t('directory.importColumns.nameIs', { name })} search={`import.column.${name}`} value={value} data={CHOICES} onChange={onChange} /><span title={examples}>{examples}</span></>
}
