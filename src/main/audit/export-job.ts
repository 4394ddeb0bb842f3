import { stringify } from 'csv-stringify/sync'
import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlRow, SqlValue } from '../store/db.ts'
import { all, connect, one, prepare } from '../store/db.ts'
import { hashFile, openFiles } from '../store/files.ts'
import type { JobContext, Jobs } from '../store/jobs.ts'
import { heads } from '../store/log.ts'
import { TABLES } from '../store/tables.ts'

/** What leaves no table: hashes of PINs and recovery codes. */
const SECRET: Readonly<Record<string, readonly string[]>> = { user: ['pin', 'recovery'] }
/** Tables that only hold counts of other tables, or what is being imported this moment. */
const DERIVED: ReadonlySet<string> = new Set(['piece_count', 'day_count', 'waiting_count', 'import_part', 'import_bad', 'import_before', 'redaction'])
/** Rows read and written in one step. */
const CHUNK = 2_000
const EXTENSIONS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/tiff': 'tiff', 'application/pdf': 'pdf', 'message/rfc822': 'eml', 'application/json': 'json', 'text/plain': 'txt', 'text/csv': 'csv', 'image/svg+xml': 'svg' }

const isTime = (column: string): boolean => column === 'at' || column === 'since' || column.endsWith('_at')

/** A cell as open formats have it: times in UTC by ISO 8601, bytes in hexadecimal. */
function plain(column: string, value: SqlValue): string | number {
  if (value === null) return ''
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (typeof value === 'number' && isTime(column) && value > 0) return new Date(value).toISOString()
  return typeof value === 'bigint' ? value.toString() : value
}

type Report = Jobs['exportAll']['output']

/**
 * Writes every table of meaning of a copy of the store as CSV, the files beside them, and a manifest with the SHA-256 of each, into
 * `target`, which is there and empty.
 */
export async function exportAll(input: Jobs['exportAll']['input'], context: JobContext): Promise<Report> {
  const db = connect(input.database, { readonly: true })
  const listed: Array<{ path: string; bytes: number; sha256: string; rows?: number }> = []
  try {
    const tables = [...TABLES.log, ...TABLES.projections, ...TABLES.ordinary].filter((table) => !DERIVED.has(table))
    mkdirSync(join(input.target, 'tables'))
    let rows = 0
    for (const [i, table] of tables.entries()) {
      const made = await writeTable(table, i, tables.length)
      rows += made.rows
      listed.push(made)
    }
    const files = await writeFiles()
    const head = heads(db).at(-1)
    writeFileSync(join(input.target, 'README.txt'), README, { mode: 0o600 })
    listed.push(await named('README.txt'))
    const manifest = `${JSON.stringify({
      format: 'pigeonhole-export-1', createdAt: new Date(input.createdAt).toISOString(), office: input.office, program: input.program, head: head ? { device: head.device, sequence: head.sequence, hash: head.hash.toString('hex') } : null, missing: files.missing, files: listed,
    }, null, 2)}\n`
    writeFileSync(join(input.target, 'manifest.json'), manifest, { mode: 0o600 })
    writeFileSync(join(input.target, 'SHA256SUMS'), listed.map((one) => `${one.sha256}  ${one.path}\n`).join(''), { mode: 0o600 })
    return { tables: tables.length, rows, files: files.count, missing: files.missing.length, bytes: listed.reduce((sum, one) => sum + one.bytes, 0), manifest: createHash('sha256').update(manifest).digest('hex') }
  } finally {
    db.close()
  }

  async function named(path: string, rows?: number): Promise<(typeof listed)[number]> {
    const whole = join(input.target, path)
    return { path, bytes: statSync(whole).size, sha256: await hashFile(whole), ...(rows === undefined ? {} : { rows }) }
  }

  async function writeTable(table: string, i: number, of: number): Promise<(typeof listed)[number] & { rows: number }> {
    const columns = all<{ name: string; pk: number }>(db, `SELECT name, pk FROM pragma_table_info('${table}')`).filter((column) => !SECRET[table]?.includes(column.name))
    const keys = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk).map((column) => `"${column.name}"`)
    const names = columns.map((column) => column.name)
    const path = `tables/${table}.csv`
    const file = openSync(join(input.target, path), 'wx', 0o600)
    const total = one<{ n: number }>(db, `SELECT count(*) AS n FROM "${table}"`)?.n ?? 0
    let rows = 0
    try {
      writeSync(file, `\uFEFF${stringify([names], { record_delimiter: '\r\n' })}`)
      let part: SqlRow[] = []
      const flush = async (): Promise<void> => {
        if (part.length === 0) return
        writeSync(file, stringify(part.map((row) => names.map((name) => plain(name, row[name] ?? null))), { record_delimiter: '\r\n', escape_formulas: true, quoted_string: true }))
        rows += part.length
        part = []
        context.progress({ step: `Writing tables, ${i + 1} of ${of}`, done: rows, of: total })
        await context.breathe()
      }
      for (const row of prepare(db, `SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM "${table}"${keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : ''}`).iterate()) {
        part.push(row)
        if (part.length >= CHUNK) await flush()
      }
      await flush()
    } finally {
      closeSync(file)
    }
    return { ...(await named(path, rows)), rows }
  }

  async function writeFiles(): Promise<{ count: number; missing: string[] }> {
    const store = openFiles(input.files)
    const kept = all<{ file: string; type: string }>(db, 'SELECT file, type FROM kept_file ORDER BY file')
    const missing: string[] = []
    mkdirSync(join(input.target, 'files'))
    for (const [i, { file, type }] of kept.entries()) {
      const path = `files/${file}.${EXTENSIONS[type] ?? 'bin'}`
      if (store.has(file)) {
        copyFileSync(store.path(file), join(input.target, path))
        const made = await named(path)
        listed.push(made)
        if (made.sha256 !== file) missing.push(file)
      } else missing.push(file)
      if (i % 20 === 0) {
        context.progress({ step: 'Copying files', done: i, of: kept.length })
        await context.breathe()
      }
    }
    return { count: kept.length - missing.length, missing }
  }
}

const README = `Everything that this Pigeonhole has, in open formats.

tables/      one CSV file a table: UTF-8, commas, one line of column names. Times are UTC by ISO 8601.
             tables/event.csv is the log itself; every other table follows from it or is named in it.
             Text that begins with =, +, -, @ has an apostrophe before it, so that no spreadsheet takes it for a formula.
             Import number columns as text: spreadsheets lose digits of long numbers.
files/       photos, signatures, scans and PDFs, each named by the SHA-256 of its bytes.
manifest.json, SHA256SUMS   what is here, and the SHA-256 of each: "sha256sum -c SHA256SUMS" checks it.

PINs are not in it, not even their hashes.
`
