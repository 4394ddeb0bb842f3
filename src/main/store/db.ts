import Database from 'better-sqlite3'

/** A connection that may be read from. Query functions take it as their first argument. */
export type ReadableDb = Database.Database & { readonly __readable?: true }
/** A connection that may be written to; only inside {@link Store.operate}, migrations and repair. */
export type WritableDb = ReadableDb & { readonly __writable: true }

export type SqlValue = string | number | bigint | Uint8Array | null
export type SqlRow = Record<string, SqlValue>

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/**
 * SQLite plans a statement anew whenever a parameter is bound that is a limit, or that it held against the condition of a partial index:
 * twenty times the work of running it, for a plan that is the same. A plus changes no value and keeps the planner from looking at it.
 */
const steady = (sql: string): string => sql.replaceAll(/(?<=(?:[=<>]|\b(?:IS|NOT|BETWEEN|AND|LIMIT|OFFSET)) )\?/g, '+?')

/** The prepared statement for `sql` on this connection, prepared once and kept. `sql` never contains a value. */
export function prepare<Row = SqlRow>(db: ReadableDb, sql: string): Database.Statement<SqlValue[], Row> {
  let known = statements.get(db)
  if (!known) statements.set(db, (known = new Map()))
  let statement = known.get(sql)
  if (!statement) known.set(sql, (statement = db.prepare(steady(sql))))
  return statement as Database.Statement<SqlValue[], Row>
}

/** The first row, or null. */
export function one<Row = SqlRow>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row | null {
  return prepare<Row>(db, sql).get(...values) ?? null
}

/** Every row; for lists that are known to be short. */
export function all<Row = SqlRow>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row[] {
  return prepare<Row>(db, sql).all(...values)
}

/** Runs a statement that changes rows; answers how many. */
export function run(db: WritableDb, sql: string, ...values: SqlValue[]): number {
  return prepare(db, sql).run(...values).changes
}

/** Rows that one statement writes where many are written: two thirds of the time of one statement for each. */
export const TOGETHER = 25

/** How rows of a table are written: the statement for one of them, and for {@link TOGETHER}. */
export interface RowInsert { readonly one: string; readonly together: string }

/** How rows of these columns are written; `behind` is what follows the values. */
export function rowInsert(table: string, columns: readonly string[], behind = ''): RowInsert {
  const line = `(${columns.map(() => '?').join(', ')})`
  const of = (rows: number): string => `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => line).join(', ')} ${behind}`
  return { one: of(1), together: of(TOGETHER) }
}

/** Writes rows in their order, with as few statements as there can be. Answers the number of the last, where its table gives numbers. */
export function insertRows(db: WritableDb, { one: single, together }: RowInsert, rows: ReadonlyArray<readonly SqlValue[]>): number {
  let last: number | bigint = 0
  for (let at = 0; at < rows.length; ) {
    const many = rows.length - at >= TOGETHER
    last = (many ? prepare(db, together).run(...rows.slice(at, at + TOGETHER).flat()) : prepare(db, single).run(...(rows[at] ?? []))).lastInsertRowid
    at += many ? TOGETHER : 1
  }
  return Number(last)
}

/** Opens a connection without any check. */
export function connect(path: string, options: { readonly?: boolean; mustExist?: boolean } = {}): WritableDb {
  const db = new Database(path, { readonly: options.readonly ?? false, fileMustExist: options.mustExist ?? options.readonly ?? false, timeout: 5000 })
  return db as unknown as WritableDb
}

/** The settings every connection to a store works with. Answers are durable when a commit returns. */
export function configure(db: WritableDb, options: { readonly?: boolean } = {}): void {
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cache_size = -65536')
  db.pragma('mmap_size = 0')
  if (options.readonly) {
    db.pragma('query_only = ON')
    return
  }
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  // On macOS only F_FULLFSYNC reaches the platter; elsewhere this changes nothing.
  db.pragma('fullfsync = ON')
  db.pragma('wal_autocheckpoint = 0')
  // What is written over in a page leaves no trace of what stood there, so that redacted text cannot be read from the file.
  db.pragma('secure_delete = FAST')
}

type Whole = (work: () => unknown) => unknown
const transactions = new WeakMap<Database.Database, Database.Transaction<Whole>>()

/** Runs `work` as one transaction that writes: all of it is kept, or none of it when it throws. Made once for a connection, because making it takes as long as several statements. */
export function whole<T>(db: WritableDb, work: () => T): T {
  let known = transactions.get(db)
  if (!known) transactions.set(db, (known = db.transaction<Whole>((all) => all())))
  return known.immediate(work) as T
}

/**
 * Runs a PRAGMA whose answer does not matter. For one that comes with every scan: `db.pragma` prepares a statement each time, which is given
 * back only when the engine clears its old values away, and made a fifth of what there was to clear.
 */
export function command(db: ReadableDb, sql: `PRAGMA ${string}`): void {
  db.exec(sql)
}

/** Commits made by `work` are in order and whole, but durable only together with the next one outside it, whose sync takes them along. */
export function relaxed<T>(db: WritableDb, work: () => T): T {
  const before = one<{ synchronous: number }>(db, 'SELECT synchronous FROM pragma_synchronous')?.synchronous ?? 2
  command(db, `PRAGMA synchronous = ${Math.min(before, 1)}`)
  try {
    return work()
  } finally {
    command(db, `PRAGMA synchronous = ${before}`)
  }
}
