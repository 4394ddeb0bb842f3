import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadableDb, WritableDb } from './db.ts'
import { classify, StoreError } from './errors.ts'

/** One numbered step of the schema. `sql` runs first, then `change` for what SQL alone cannot do. */
export interface Migration {
  version: number
  name: string
  sql: string
  change?: (db: WritableDb) => void
}

/** Marks the file as a Pigeonhole store: "PgHo". */
export const APPLICATION_ID = 0x5067486f

/** The version of the schema that a file has; 0 for an empty one. */
export function schemaVersion(db: ReadableDb): number {
  return db.pragma('user_version', { simple: true }) as number
}

/**
 * Brings a store's file to the newest schema: all steps that are missing in one transaction, after a copy of the file was
 * written. A step that fails leaves the file as it was and stops.
 *
 * @param copyTo the folder for the copy that is made before an existing store is changed, or null for a store that is thrown away
 * @throws StoreError `not-a-store`, `newer`, `migration`
 */
export function migrate(db: WritableDb, migrations: readonly Migration[], copyTo: string | null): { from: number; to: number; copy: string | null } {
  for (const [index, step] of migrations.entries())
    if (step.version !== index + 1) throw new Error(`Migration ${step.name} has number ${step.version} where ${index + 1} belongs.`)
  const from = schemaVersion(db)
  const to = migrations.length
  const application = db.pragma('application_id', { simple: true }) as number
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'").get() as { n: number }
  if (application !== APPLICATION_ID && tables.n > 0) throw new StoreError('not-a-store', `${db.name} is a database of another program. Choose another folder with --store.`)
  if (from > to)
    throw new StoreError('newer', `This store was written by a newer Pigeonhole (schema ${from}, this one knows ${to}). Install the newer version; nothing was changed.`)
  if (from === to) return { from, to, copy: null }

  let copy: string | null = null
  if (from > 0 && copyTo !== null) {
    mkdirSync(copyTo, { recursive: true, mode: 0o700 })
    copy = join(copyTo, `schema-${from}-${new Date().toISOString().replaceAll(/[:.]/g, '')}.db`)
    db.prepare('VACUUM INTO ?').run(copy)
  }
  let step: Migration | undefined
  try {
    db.transaction(() => {
      db.pragma(`application_id = ${APPLICATION_ID}`)
      for (step of migrations.slice(from)) {
        db.exec(step.sql)
        step.change?.(db)
      }
      const broken = db.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) throw new Error(`${broken.length} rows point at records that do not exist.`)
      db.pragma(`user_version = ${to}`)
    }).immediate()
  } catch (error) {
    const known = classify(error, db.name)
    if (known && known.code !== 'damaged') throw known
    const kept = copy ? ` A copy from before stands at ${copy}.` : ''
    throw new StoreError('migration', `This store could not be brought to schema ${to} (step ${step?.version}: ${step?.name}). It was left as it was.${kept}`, error)
  }
  return { from, to, copy }
}
