import Database from 'better-sqlite3'
import type { SqlRow, SqlValue } from '../../src/main/store/db.ts'

/** The raw floor: bare better-sqlite3 on a copy of the store, with SQLite's own search merging and checkpoints, and no app. */
export interface Floor {
  /** Writes the rows of one intake in one durable transaction; answers milliseconds. */
  intake(rows: { event: SqlRow; piece: SqlRow; digits: string; ends: string }): number
  db: Database.Database
  close(): void
}

export function openFloor(path: string): Floor {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = ON')
  db.pragma('wal_autocheckpoint = 1000')
  db.pragma('cache_size = -65536')
  for (const table of ['piece_digits', 'piece_ends', 'piece_words'])
    for (const [option, value] of [['automerge', 4], ['crisismerge', 16], ['usermerge', 4]] as const) db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('${option}', ${value})`)
  const inserts = new Map<string, Database.Statement>()
  const insert = (table: string, row: SqlRow): void => {
    let statement = inserts.get(table)
    if (!statement) {
      const names = Object.keys(row)
      inserts.set(table, (statement = db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)))
    }
    statement.run(...Object.values(row))
  }
  const day = db.prepare('INSERT INTO day_count (day, received, voided) VALUES (?, 1, 0) ON CONFLICT (day) DO UPDATE SET received = received + 1')
  const count = db.prepare("INSERT INTO piece_count (direction, state, carrier, department, assignment, asked, n) VALUES ('inbound', 'received', ?, '', 'none', 0, 1) ON CONFLICT (direction, state, carrier, department, assignment, asked) DO UPDATE SET n = n + 1")
  const head = db.prepare('UPDATE head SET sequence = ?, hash = ? WHERE device = ?')
  const digits = db.prepare('INSERT INTO piece_digits (rowid, number) VALUES (?, ?)')
  const ends = db.prepare('INSERT INTO piece_ends (rowid, ends) VALUES (?, ?)')
  const number = db.prepare('INSERT INTO piece_number (number, piece) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const write = db.transaction((rows: Parameters<Floor['intake']>[0]) => {
    insert('event', rows.event)
    insert('piece', rows.piece)
    const no = rows.piece['no'] as SqlValue
    number.run(rows.piece['number'], no)
    day.run(rows.piece['day'])
    count.run(rows.piece['carrier'])
    digits.run(no, rows.digits)
    ends.run(no, rows.ends)
    head.run(rows.event['sequence'], rows.event['hash'], rows.event['device'])
  })
  return {
    db,
    intake: (rows) => {
      const started = performance.now()
      write.immediate(rows)
      return performance.now() - started
    },
    close: () => db.close(),
  }
}
