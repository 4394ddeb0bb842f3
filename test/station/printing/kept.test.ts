import { expect, test } from 'vitest'
import * as queries from '../../../src/main/printing/queries.ts'
import type { ReadableDb } from '../../../src/main/store/db.ts'
import { connect } from '../../../src/main/store/db.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'

test('jobs of the schema before keep what no font had and their documents, which no page of the old table shows any more', () => {
  const db = connect(':memory:')
  const at = MIGRATIONS.findIndex((one) => one.name === 'print-missing')
  migrate(db, MIGRATIONS.slice(0, at), null)
  const add = db.prepare(`INSERT INTO print_job (id, target, profile, device, purpose, title, document, copies, state, queued_at, not_before, created_at, changed_at, actor, actor_name)
    VALUES (?, 'tcp://10.0.0.5:9100', ?, 'k3m9qx7a', 'piece', ?, ?, 1, ?, 1, 1, 1, 1, 'op', 'Mara Dovetail')`)
  const profile = JSON.stringify(defaultProfile('zpl'))
  const label = { kind: 'page', title: 'Piece 7', width: 101.6, height: 152.4, pages: [[{ kind: 'text', x: 1, y: 1.5, w: 9, h: 4, text: `"missing":\u{f8f1} \\"missing\\": ${'Wren'.repeat(9_000)}`, pt: 9 }]] }
  add.run('whole', profile, 'Piece 6', JSON.stringify(label), 'sent')
  add.run('boxes', profile, 'Piece 7', JSON.stringify({ ...label, missing: 'A character is printed as a box.' }), 'queued')
  add.run('gone', profile, 'Removed on request', 'null', 'failed')
  db.pragma('secure_delete = FAST')
  migrate(db, MIGRATIONS, null)
  expect(db.pragma('secure_delete', { simple: true })).toBe(2)
  expect(['whole', 'boxes', 'gone'].map((id) => { const job = queries.jobById(db, id); return [job?.no, job?.title, JSON.parse(job?.document ?? ''), job?.missing, job?.progress.state] })).toEqual([
    [1, 'Piece 6', label, null, 'sent'], [2, 'Piece 7', label, 'A character is printed as a box.', 'queued'], [3, 'Removed on request', null, null, 'failed'],
  ])
  expect(queries.shownJobs(db, { which: 'all', limit: 10 }).map(({ id, missing }) => [id, missing])).toEqual([['gone', null], ['boxes', 'A character is printed as a box.'], ['whole', null]])
  expect(db.serialize().toString('latin1').split('WrenWren').length - 1).toBeLessThan(9_001)
  db.close()
})

test('no question about the queue goes through the jobs that are done', () => {
  const db = connect(':memory:')
  migrate(db, MIGRATIONS, null)
  const plans: string[] = []
  const watched = new Proxy(db, {
    get: (target, name) => name !== 'prepare' ? Reflect.get(target, name) : (sql: string) => {
      plans.push(...(target.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 1)) as Array<{ detail: string }>).map((row) => row.detail))
      return target.prepare(sql)
    },
  }) as ReadableDb
  const looked = (ask: (db: ReadableDb) => unknown): string[] => {
    ask(watched)
    return plans.splice(0).filter((detail) => / (?:j|print_job)\b/.test(detail))
  }
  const asks: Array<(db: ReadableDb) => unknown> = [
    ...[{}, { printer: 'a' }, { piece: 'a' }, { straight: true }].map((more) => (of: ReadableDb) => queries.shownJobs(of, { which: 'open', limit: 5, ...more })),
    (of) => queries.load(of, 'a'), queries.countOpen, (of) => queries.firstQueued(of, 'a'), (of) => queries.beingSent(of), queries.straightQueued, (of) => queries.printersOfAnotherLife(of, 'k3m9qx7a'),
  ]
  for (const ask of asks) expect(looked(ask)).toSatisfy((details: string[]) => details.length > 0 && details.every((detail) => /^SEARCH (?:j|print_job) USING (?:COVERING )?INDEX print_job_state \(state=\?/.test(detail)))
  expect([{ printer: 'a' }, { piece: 'a' }, { straight: true }].map((more) => looked((of) => queries.shownJobs(of, { which: 'all', limit: 5, ...more })))).toEqual([
    ['SEARCH j USING INDEX print_job_printer (printer=?)'], ['SEARCH j USING INDEX print_job_piece (piece=?)'], ['SEARCH j USING INDEX print_job_printer (printer=?)'],
  ])
  db.close()
})
