import readXlsxFile from 'read-excel-file/node'
import { parse } from 'csv-parse/sync'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../../src/shared/mail/check-digits.ts'
import { addDays, daysBetween, instantAt, officeDay } from '../../../src/shared/mail/days.ts'
import type { DayLog, Shift } from '../../../src/shared/contract/days.ts'
import { AGES, ageOf } from '../../../src/shared/mail/daylog.ts'
import { exceptionOpened, pieceBroughtBack, pieceForwarded, pieceHandedOver, pieceLost, pieceLeft } from '../../../src/main/custody/events.ts'
import { chance } from '../../../src/main/sample/chance.ts'
import { trackingNumber } from '../../../src/main/sample/numbers.ts'
import type { EventDraft } from '../../../src/main/store/events.ts'
import type { Station } from '../../../src/main/station.ts'
import type { Client } from '../helpers.ts'
import { PIN, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ZONE = 'America/New_York'
/** Eight in the morning in New York, a Monday. */
const MORNING = Date.UTC(2026, 10, 23, 13)
const MONDAY = '2026-11-23'

const form = (serial: number): string => {
  const body = `958907105270${String(serial).padStart(9, '0')}`
  return body + String(checkDigitMod10(body))
}

async function office() {
  const clock = { now: MORNING }
  const made = await testStation({ now: () => clock.now })
  const people = await made.operator.access.people()
  const administrator = people[0]?.id ?? ''
  const { id: otto } = await made.administrator.access.addPerson({ name: 'Otto Operator', role: 'operator', pin: '1357' })
  return { ...made, clock, by: { user: administrator, pin: PIN }, otto }
}

const handed = (piece: string, name = 'Delphine Okafor'): EventDraft => pieceHandedOver.draft(piece, { handover: newId(Date.now()), receiver: { kind: 'other', person: null, name, idSeen: 'badge' }, signed: null, note: '', run: null, recipient: name, from: '', allowedBy: null })
const left = (piece: string): EventDraft => pieceLeft.draft(piece, { leaving: newId(Date.now()), mailStop: newId(Date.now()), code: '4-127', building: '', floor: '', signed: null, signedBy: '', note: '', run: null, from: '', allowedBy: null })
const back = (piece: string): EventDraft => pieceBroughtBack.draft(piece, { reason: 'nobody there', location: '', from: '', run: null })
const forwarded = (piece: string): EventDraft => pieceForwarded.draft(piece, { address: '77 Example Lane', note: '', from: '' })
const lost = (piece: string): EventDraft => pieceLost.draft(piece, { reason: 'not in its place', from: '' })

const record = (station: Station, ...events: EventDraft[]): void => void station.services.store.operate({ id: 'c', name: 'Ivo Stampwell' }, () => ({ events, answer: () => null }))
const take = async (operator: Client, text: string): Promise<string> => (await operator.intake.scan(scanOf(text))).piece.id
const balance = ({ morning, cameIn, cameBack, handed, stops, sent, lost, disposed, voided, here, off }: DayLog['totals']): number[] => [morning, cameIn, cameBack, handed, stops, sent, lost, disposed, voided, here, off]

describe('the log of a day', () => {
  test('adds up: this morning, in, out, still here, with what became of every piece and who did it', async () => {
    const { station, operator, supervisor, clock } = await office()
    const [a = '', b = '', c = '', d = ''] = await Promise.all(['1Z999AA10123456784', '9589071052700412335610', 'BOX-3', 'BOX-4'].map((text) => take(operator, text)))
    clock.now += DAY
    const e = await take(operator, 'BOX-5')
    const f = await take(operator, 'BOX-6')
    await operator.intake.correct({ piece: e, reason: 'misread', fields: { sender: 'Example Supply Co.' } })
    clock.now += HOUR
    record(station, handed(a), handed(e), left(b), forwarded(c))
    record(station, back(e))
    await operator.pieces.void({ id: f, reason: 'scanned twice' })
    await operator.intake.lateEntry({ id: newId(clock.now), text: 'BOX-7', stated: { at: clock.now - DAY, source: 'outage sheet 3, line 7' } })
    const monday = await supervisor.days.get({ day: MONDAY })
    expect(balance(monday.totals)).toEqual([0, 5, 0, 0, 0, 0, 0, 0, 0, 5, 0])
    expect(monday.late).toMatchObject([{ what: 'Taken in', grouped: 'BOX-7', reason: 'outage sheet 3, line 7', at: clock.now - DAY, recordedAt: clock.now, by: 'Test operator' }])
    const tuesday = await supervisor.days.get({})
    expect(balance(tuesday.totals)).toEqual([5, 2, 1, 2, 1, 1, 0, 0, 1, 3, 0])
    expect(tuesday.in.map(({ grouped, became, becameBy, voided }) => ({ grouped, became, becameBy, voided }))).toEqual([
      { grouped: 'BOX-5', became: 'Came back: nobody there', becameBy: 'Ivo Stampwell', voided: false }, { grouped: 'BOX-6', became: 'Voided: scanned twice', becameBy: 'Test operator', voided: true },
    ])
    expect(tuesday.out.map(({ grouped, became }) => [grouped, became])).toEqual([['1Z 999 AA1 01 2345 6784', 'Handed over to Delphine Okafor'], ['BOX-5', 'Handed over to Delphine Okafor'], ['9589 0710 5270 0412 3356 10', 'Left at mail stop 4-127'], ['BOX-3', 'Sent on to 77 Example Lane']])
    expect(tuesday.back.map((line) => line.grouped)).toEqual(['BOX-5'])
    expect(tuesday.corrections).toMatchObject([{ what: 'Corrected', before: 'Sender: none', after: 'Sender: Example Supply Co.', reason: 'misread', by: 'Test operator' }])
    expect(tuesday.voids).toMatchObject([{ grouped: 'BOX-6', reason: 'scanned twice', by: 'Test operator' }])
    expect(tuesday.totals).toMatchObject({ byCarrier: [{ name: 'Unknown carrier', n: 2 }], byAge: [{ name: 'Since today', n: 1 }, { name: '1 day', n: 2 }], corrections: 1, voids: 1, late: 0 })
    expect(tuesday.checks.find((check) => check.code === 'recipient')).toMatchObject({ ok: false, text: '3 pieces have no recipient' })
    expect(d).not.toBe('')
  })

  test('says where a piece lay at the end of that day, whatever became of it since', async () => {
    const { station, operator, clock } = await office()
    const a = await take(operator, 'BOX-1')
    await operator.intake.detail({ piece: a, fields: { location: 'A-03' } })
    const b = await take(operator, 'BOX-2')
    await operator.intake.detail({ piece: b, fields: { location: 'B-14' } })
    clock.now += DAY
    await operator.intake.detail({ piece: a, fields: { location: 'C-01' } })
    record(station, handed(b))
    clock.now += DAY
    expect((await operator.days.get({ day: MONDAY })).in.map((line) => line.became)).toEqual(['Here, in A-03', 'Here, in B-14'])
  })

  test('a day without mail gives a log that says so, in every format', async () => {
    const { operator } = await office()
    expect(balance((await operator.days.get({ day: '2026-11-01' })).totals)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    const csv = Buffer.from((await operator.days.file({ format: 'csv' })).content, 'base64').toString('utf8')
    expect(csv).toContain('No mail was recorded on this day')
    expect(JSON.parse(Buffer.from((await operator.days.file({ format: 'json' })).content, 'base64').toString('utf8'))).toMatchObject({ format: 'pigeonhole-daily-log-1', day: MONDAY, in: [] })
    expect((await operator.days.preview({})).pages.join('')).toContain('No mail was recorded')
    expect(Buffer.from((await operator.days.file({ format: 'pdf' })).content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('letters stand with addressee, services, cost and the evidence of mailing', async () => {
    const { operator } = await office()
    const [one, two] = [newId(Date.now()), newId(Date.now())]
    await operator.certified.log({ id: one, addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, services: ['card'], weight: 8, number: { text: form(1) }, matter: 'Roe 7', department: 'Legal' })
    const { letter } = await operator.certified.log({ id: two, addressee: { block: 'Otto Grindle\n1 Example Way\nAnytown VT 05099' }, services: [], weight: 8, number: { text: form(2) } })
    const book = await operator.certified.openBook({ id: newId(Date.now()), letters: [one] })
    await operator.certified.closeBook({ book: book.id })
    await operator.certified.acceptBook({ book: book.id, day: letter.day, evidence: '3877-stamp', received: 1 })
    const log = await operator.days.get({})
    expect(log.letters.map(({ grouped, addressee, receipt, book: place, evidence, mailed, postage, fees }) => ({ grouped, addressee, receipt, place, evidence, mailed, postage, fees }))).toEqual([
      { grouped: expect.stringMatching(/^9589 0710 5270 /) as unknown, addressee: 'Jane Roe', receipt: 'Green card', place: '1/1', evidence: '3877 stamp', mailed: MONDAY, postage: 74, fees: 970 },
      { grouped: expect.any(String) as unknown, addressee: 'Otto Grindle', receipt: 'None', place: '', evidence: '', mailed: null, postage: 74, fees: 530 },
    ])
    expect(log.totals.letters).toEqual({
      logged: 2, accepted: 1, voided: 0, returned: 0, byService: [{ name: 'Certified Mail alone', n: 1 }, { name: 'Return receipt by card', n: 1 }], postage: 148, fees: 1_500, total: 1_648, unpriced: 0,
      byDepartment: [{ name: 'Legal', n: 1, cents: 1_044 }, { name: 'No department', n: 1, cents: 604 }],
    })
    expect(log.totals.cameIn).toBe(0)
    expect(log.checks.find((check) => check.code === 'letters')).toMatchObject({ ok: false, text: '1 letter not accepted by USPS yet' })
  })

  test('a letter that came back stands on the log of the day on which it did, and so does everything that was changed about letters', async () => {
    const { operator, clock } = await office()
    const letter = newId(Date.now())
    await operator.certified.log({ id: letter, addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, services: ['card', 'restricted'], weight: 8, number: { text: form(1) } })
    await operator.certified.accept({ letters: [letter], day: MONDAY, evidence: 'acceptance-scan' })
    clock.now += DAY
    await operator.receipts.cameBack({ letter, reason: '27', sealed: true, place: 'Safe 2' })
    await operator.receipts.takeReturnBack({ letter, reason: 'another letter was scanned' })
    const withdrawn = await operator.days.get({})
    expect([withdrawn.back, withdrawn.totals.letters.returned]).toEqual([[], 0])
    expect(withdrawn.corrections).toMatchObject([{ what: 'Letter did not come back', reason: 'another letter was scanned' }])
    await operator.receipts.cameBack({ letter, reason: '27', sealed: true, place: 'Safe 2' })
    const log = await operator.days.get({})
    expect(log.back).toMatchObject([{ piece: letter, letter: true, recipient: 'Jane Roe', became: 'Unclaimed', by: 'Test operator' }])
    expect([log.totals.letters.returned, log.totals.letters.logged, log.totals.cameBack]).toEqual([1, 0, 0])
    expect(log.letters).toMatchObject([{ returned: 'Unclaimed', evidence: 'Acceptance scan', mailed: MONDAY, services: expect.arrayContaining(['Restricted delivery']) as unknown }])
    const csv = Buffer.from((await operator.days.file({ format: 'csv' })).content, 'base64').toString('utf8')
    expect(csv).toContain('Letters that came back,1')
  })

  test('totals equal a recount straight from the events, through sign-offs, late entries and reopened days', async () => {
    for (const seed of [1, 2]) {
      const { station, operator, supervisor, clock, by } = await office()
      const c = chance(seed)
      const here: string[] = []
      const away: string[] = []
      const letters: string[] = []
      await supervisor.days.saveSettings({ shifts: SHIFTS, paper: 'letter', folder: '', formats: [] })
      for (let day = 0; day < 5; day++) {
        for (let i = 0; i < 14; i++) {
          clock.now += Math.floor(c.whole(20)) * 60_000
          const what = c.whole(10)
          const beside = c.whole(8)
          if (beside === 0) {
            const { letter } = await operator.certified.log({ id: newId(clock.now), addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, services: c.happens(0.5) ? ['card'] : [], weight: 8, number: { text: form(seed * 1_000 + day * 100 + i) } })
            letters.push(letter.id)
          } else if (beside === 1 && letters.length > 0) await supervisor.certified.void({ letter: letters.pop() ?? '', reason: 'withdrawn' })
          else if (beside === 2 && letters.length > 0) await operator.certified.accept({ letters: [letters.pop() ?? ''], day: officeDay(clock.now, ZONE), evidence: 'acceptance-scan' })
          else if (beside === 3 && here.length > 0) await supervisor.intake.correct({ piece: c.pick(here), reason: 'misread', fields: { sender: `Sender ${clock.now}` } })
          else if (beside === 4 && here.length > 0) record(station, exceptionOpened.draft(c.pick(here), { exception: newId(clock.now), kind: c.pick(['has-left', 'damaged'] as const), note: '' }))
          if (what < 5 || here.length === 0) here.push(await take(operator, c.happens(0.3) ? `P-${seed}-${day}-${i}` : trackingNumber(c)))
          else if (what === 5 && away.length > 0) {
            const [piece = ''] = away.splice(c.whole(away.length), 1)
            record(station, back(piece))
            here.push(piece)
          } else if (what === 6 && day > 0) here.push((await operator.intake.lateEntry({ id: newId(clock.now + i), text: `L-${seed}-${day}-${i}`, stated: { at: clock.now - DAY, source: 'sheet' } })).piece.id)
          else {
            const [piece = ''] = here.splice(c.whole(here.length), 1)
            const how = c.whole(5)
            if (how === 4) await supervisor.pieces.void({ id: piece, reason: 'wrong' })
            else {
              record(station, [handed, left, forwarded, lost][how]?.(piece) ?? handed(piece))
              away.push(piece)
            }
          }
          if (i === 10 && c.whole(2) === 0) {
            await supervisor.days.signOff({ by })
            if (c.whole(3) === 0) await supervisor.days.reopen({ day: officeDay(clock.now, ZONE), reason: 'a courier came', by })
          }
        }
        clock.now = MORNING + (day + 1) * DAY
      }
      const today = officeDay(clock.now, ZONE)
      let before: number | null = null
      for (let day = MONDAY; day <= today; day = addDays(day, 1)) {
        const { totals, signed } = await supervisor.days.get({ day })
        const counted = recount(station, day, (event) => event.stands === day, (event) => event.stands <= day)
        expect([seed, day, balance(totals)]).toEqual([seed, day, [counted.here - counted.net, ...counted.flow, counted.here, 0]])
        expect([seed, day, besides(totals)]).toEqual([seed, day, { ...counted.besides, byAge: counted.byAge(day) }])
        // What signed days say goes over into the next one; what nobody signed yet still takes late entries.
        if (signed) expect([seed, day, signed.here, before ?? totals.morning]).toEqual([seed, day, counted.here, totals.morning])
        before = signed ? totals.here : null
        if (day === today) expect(totals.here).toBe(here.length)
        for (const shift of SHIFTS) {
          const [start, end] = [instantAt(day, shift.from, ZONE), instantAt(shift.to > shift.from ? day : addDays(day, 1), shift.to, ZONE)]
          const { totals: part } = await supervisor.days.get({ day, shift: shift.name })
          const of = recount(station, day, (event) => event.at >= start && event.at < end, (event) => event.at < end)
          expect([seed, day, shift.name, balance(part)]).toEqual([seed, day, shift.name, [of.here - of.net, ...of.flow, of.here, 0]])
          expect([seed, day, shift.name, besides(part)]).toEqual([seed, day, shift.name, { ...of.besides, byAge: of.byAge(day) }])
        }
      }
      expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
    }
  }, 240_000)

  interface Counted { sequence: number; kind: string; piece: string | null; payload: unknown; at: number; happened: string; late: boolean; stands: string }

  /**
   * What the log of `asked` has to say, by the plainest reading of the events there is: one pass, no index, no projection. `until` takes
   * what is covered and everything before it. Late entries that are on no signed log stand on the one that is asked for, as if it were signed next.
   */
  function recount(station: Station, asked: string, covered: (event: Counted) => boolean, until: (event: Counted) => boolean) {
    const rows = station.services.store.db.prepare('SELECT sequence, recorded_at, stated_at, kind, piece, payload FROM event ORDER BY sequence').all() as Array<{ sequence: number; recorded_at: number; stated_at: number | null; kind: string; piece: string | null; payload: string }>
    const parsed = rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, never> }))
    const signings = parsed.filter((event) => event.kind === 'day.signed').map((event) => ({ at: event.sequence, ...(event.payload as unknown as { day: string; to: { sequence: number } }) }))
    const reopenings = parsed.filter((event) => event.kind === 'day.reopened').map((event) => ({ at: event.sequence, ...(event.payload as unknown as { signed: { sequence: number } }) }))
    const today = officeDay(station.services.store.now(), ZONE)
    const signed = signings.filter((signing) => !reopenings.some((one) => one.signed.sequence === signing.at)).map((signing) => signing.day).sort().at(-1) ?? ''
    const open = asked > signed ? asked : signed >= today ? addDays(signed, 1) : today
    const events = parsed.map(({ sequence, recorded_at, stated_at, kind, piece, payload }): Counted => {
      const sealed = signings.filter((signing) => signing.to.sequence < sequence && !reopenings.some((one) => one.signed.sequence === signing.at && one.at < sequence)).map((signing) => signing.day).sort().at(-1)
      const happened = officeDay(stated_at ?? recorded_at, ZONE)
      const late = sealed !== undefined && happened <= sealed
      return { sequence, kind, piece, payload, happened, at: late ? recorded_at : (stated_at ?? recorded_at), late: late || stated_at !== null, stands: late ? (signings.find((signing) => signing.to.sequence >= sequence)?.day ?? open) : happened }
    })
    const names = ['cameIn', 'cameBack', 'handed', 'stops', 'sent', 'lost', 'disposed', 'voided']
    const flow = new Map(names.map((name) => [name, 0]))
    const carriers = new Map<string, number>()
    const exceptions = new Map<string, number>()
    const state = new Map<string, string>()
    const came = new Map<string, string>()
    const inside = new Map<string, number>()
    let net = 0
    const add = (to: Map<string, number>, name: string, by = 1): void => void to.set(name, (to.get(name) ?? 0) + by)
    for (const event of events) {
      const { kind, piece, payload } = event
      const of = payload as Record<string, unknown>
      if (kind === 'piece.exception-opened' && covered(event)) add(exceptions, of['kind'] === 'has-left' ? 'Has left' : 'Damaged')
      const to = { 'piece.received': 'here', 'piece.brought-back': 'here', 'piece.handed-over': 'handed', 'piece.left-at-stop': 'stops', 'piece.forwarded': 'sent', 'piece.lost': 'lost', 'piece.voided': 'voided' }[kind]
      if (to === undefined || piece === null) continue
      if (kind === 'piece.received') came.set(piece, event.happened)
      const from = state.get(piece)
      state.set(piece, to)
      const by = (to === 'here' ? 1 : 0) - (from === 'here' ? 1 : 0)
      if (until(event)) add(inside, piece, by)
      const name = to === 'here' ? (from === undefined ? 'cameIn' : 'cameBack') : from === 'here' ? to : null
      if (!covered(event) || from === to || name === null) continue
      if (name === 'cameIn') add(carriers, (payload as { carrierName?: string }).carrierName ?? '')
      add(flow, name)
      net += by
    }
    const inReach = events.filter(covered)
    const logged = inReach.filter((event) => event.kind === 'letter.logged')
    const last = inReach.at(-1)?.sequence ?? 0
    const priced = logged.filter(({ piece }) => !events.some((event) => event.piece === piece && event.kind === 'letter.voided' && event.sequence <= last))
    const cents = (amounts: Array<{ cents: number }>): number => amounts.reduce((sum, amount) => sum + amount.cents, 0)
    const charges = priced.map(({ payload }) => (payload as { charges: { postage: { cents: number }; fees: Array<{ cents: number }> } }).charges)
    const postage = cents(charges.map((one) => one.postage))
    const fees = cents(charges.flatMap((one) => one.fees))
    const here = [...inside].filter(([, n]) => n > 0).map(([piece]) => came.get(piece) ?? '')
    const of = (...kinds: string[]): number => inReach.filter(({ kind }) => kinds.includes(kind)).length
    return {
      flow: names.map((name) => flow.get(name) ?? 0), net, here: here.length,
      byAge: (day: string) => AGES.map((age, i): [string, number] => [age.label, here.filter((one) => ageOf(Math.max(0, daysBetween(one, day))) === i).length]).filter(([, n]) => n > 0),
      besides: {
        byCarrier: [...carriers].sort(byName), exceptions: [...exceptions].sort(byName), corrections: of('piece.corrected'), voids: of('piece.voided', 'letter.voided'), late: inReach.filter((event) => event.late && event.piece !== null).length,
        letters: { logged: logged.length, accepted: of('letter.accepted'), postage, fees, total: postage + fees },
      },
    }
  }

  const byName = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1)
  const SHIFTS: Shift[] = [{ name: 'Early', from: '06:00', to: '14:00' }, { name: 'Late', from: '14:00', to: '22:00' }, { name: 'Night', from: '22:00', to: '06:00' }]
  const besides = ({ byCarrier, byAge, exceptions, corrections, voids, late, letters: { logged, accepted, postage, fees, total } }: DayLog['totals']) => {
    const pairs = (rows: Array<{ name: string; n: number }>): Array<[string, number]> => rows.map(({ name, n }) => [name, n])
    return { byCarrier: pairs(byCarrier).sort(byName), exceptions: pairs(exceptions).sort(byName), corrections, voids, late, letters: { logged, accepted, postage, fees, total }, byAge: pairs(byAge) }
  }

  test('a shift takes its hours of the day, also over midnight', async () => {
    const { operator, supervisor, clock } = await office()
    await take(operator, 'EARLY')
    clock.now += 8 * HOUR
    await take(operator, 'LATE')
    await supervisor.days.saveSettings({ shifts: [{ name: 'Early', from: '06:00', to: '14:00' }, { name: 'Late', from: '14:00', to: '22:00' }, { name: 'Night', from: '22:00', to: '06:00' }], paper: 'a4', folder: '', formats: [] })
    const log = async (shift: string): Promise<unknown> => { const { in: lines, totals } = await operator.days.get({ shift }); return [lines.map((line) => line.grouped), totals.morning, totals.here] }
    expect([await log('Early'), await log('Late'), await log('Night')]).toEqual([[['EARLY'], 0, 1], [['LATE'], 1, 2], [[], 2, 2]])
    clock.now += 12 * HOUR
    await take(operator, 'AFTER-MIDNIGHT')
    const night = await operator.days.get({ day: MONDAY, shift: 'Night' })
    expect([night.in.map((line) => line.grouped), night.totals.morning, night.totals.here, night.totals.byAge]).toEqual([['AFTER-MIDNIGHT'], 2, 3, expect.anything()])
    expect((await operator.days.get({ day: MONDAY })).in.map((line) => line.grouped)).toEqual(['EARLY', 'LATE'])
    await expect(operator.days.get({ shift: 'None' })).rejects.toMatchObject({ data: { code: 'shift' } })
    await expect(supervisor.days.saveSettings({ shifts: [{ name: 'A', from: '06:00', to: '14:00' }, { name: 'A', from: '14:00', to: '22:00' }], paper: 'a4', folder: '', formats: [] })).rejects.toMatchObject({ data: { code: 'name-taken' } })
  })
})

describe('days on which the clock is set', () => {
  test.each([['2026-11-01', 25, 7], ['2026-03-08', 23, 5]])('%s has %i hours: what happens in all of them stands on its log once', async (day, hours, night) => {
    const { operator, supervisor, clock } = await office()
    const start = instantAt(day, '00:00', ZONE)
    for (let hour = -1; hour <= hours; hour++) {
      clock.now = start + hour * HOUR + 60_000
      await take(operator, `HOUR-${hour}`)
    }
    await supervisor.days.saveSettings({ shifts: [{ name: 'Night', from: '00:00', to: '06:00' }], paper: 'letter', folder: '', formats: [] })
    const log = await operator.days.get({ day })
    expect([log.end - log.start, log.totals.morning, log.totals.cameIn, log.totals.here]).toEqual([hours * HOUR, 1, hours, hours + 1])
    expect((await operator.days.get({ day, shift: 'Night' })).totals.cameIn).toBe(night)
  })
})

describe('files', () => {
  const HOSTILE = ['=HYPERLINK("http://example.com","x")', '+1+1', '-2+3', '@SUM(1)', '0012', '1E5', '12345678901234567890', '<b>&"\'', '\u0001\u0002', 'a _x0041_ b']
  test('Excel gives every 22-digit number back unchanged, and nothing is a formula', async () => {
    const { operator } = await office()
    const numbers = Array.from({ length: 60 }, (_, i) => form(i + 100))
    for (const number of numbers) await take(operator, number)
    for (const [i, sender] of HOSTILE.entries()) {
      const piece = await take(operator, `HOSTILE-${i}`)
      await operator.intake.correct({ piece, reason: sender, fields: { sender } })
    }
    const { content, type } = await operator.days.file({ format: 'xlsx' })
    expect(type).toContain('spreadsheetml')
    const bytes = Buffer.from(content, 'base64')
    const sheets = await readXlsxFile(bytes)
    const rowsOf = (name: string): unknown[][] => sheets.find((sheet) => sheet.sheet === name)?.data ?? []
    const rows = rowsOf('Came in')
    const digits = rows[0]?.indexOf('Digits') ?? -1
    expect(rows.slice(1, 61).map((row) => row[digits])).toEqual(numbers)
    const corrections = rowsOf('Corrections')
    const why = corrections[0]?.indexOf('Why') ?? -1
    expect(corrections.slice(1).map((row) => row[why])).toEqual(HOSTILE.map((text) => text.replaceAll(/[\u0001\u0002]/g, '\u25a1')))
    expect(sheets.map((sheet) => sheet.sheet)).toEqual(['Sums', 'Came in', 'Went out', 'Came back', 'Certified Mail', 'Corrections', 'Voids', 'Late entries', 'Exceptions'])
  })

  test('CSV keeps every digit and no cell is a formula', async () => {
    const { operator } = await office()
    const numbers = Array.from({ length: 5 }, (_, i) => form(i + 200))
    for (const number of numbers) await take(operator, number)
    const piece = await take(operator, 'HOSTILE')
    await operator.intake.correct({ piece, reason: HOSTILE[0] ?? '', fields: { sender: '=1+1' } })
    const rows = parse(Buffer.from((await operator.days.file({ format: 'csv' })).content, 'base64').toString('utf8'), { bom: true, relax_column_count: true })
    const from = rows.findIndex((row) => row.length === 1 && row[0] === 'Came in')
    expect(rows.slice(from + 2, from + 7).map((row) => row[1])).toEqual(numbers.map((number) => `'${number}`))
    expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([])
  })
})

describe('sign-off', () => {
  test('freezes totals, entries and head with the name of who gave the PIN, and reprinting serves the very sheet', async () => {
    const { station, operator, supervisor, clock, by } = await office()
    await take(operator, '9589071052700412335610')
    clock.now += 9 * HOUR
    const head = station.services.store.head
    const { missing, ...signed } = await operator.days.signOff({ by })
    expect(missing).toBe(null)
    expect(signed).toMatchObject({ day: MONDAY, at: clock.now, by: 'Otis Ledgerwood', here: 1, from: { device: station.services.store.device, sequence: 1 }, to: { device: head?.device, sequence: head?.sequence, hash: head?.hash.toString('hex') }, reopened: null })
    const sheet = await operator.days.file({ format: 'pdf' })
    expect([sheet.signed, Buffer.from(sheet.content, 'base64').equals(readFileSync(station.services.store.files.path(signed.file)))]).toEqual([true, true])
    clock.now += DAY
    expect((await operator.days.file({ day: MONDAY, format: 'pdf' })).content).toBe(sheet.content)
    expect((await operator.pieces.file({ hash: signed.file })).name).toBe('daily-log-2026-11-23.pdf')
    expect(await reportOf(await supervisor.office.verify({ against: signed.to.hash }))).toMatchObject({ ok: true, files: 1, anchor: { sequence: signed.to.sequence } })
    expect(await operator.days.signed({ limit: 5 })).toEqual([signed])
  })

  test('what is written for a signed day stands on the next log as a late entry, and never on the signed one', async () => {
    const { station, operator, supervisor, clock, by } = await office()
    const a = await take(operator, 'BOX-1')
    clock.now += 9 * HOUR
    await supervisor.days.signOff({ by })
    const frozen = await supervisor.days.get({ day: MONDAY })
    clock.now += HOUR
    await take(operator, 'AFTER-CLOSING')
    record(station, handed(a))
    clock.now += DAY
    await operator.intake.lateEntry({ id: newId(clock.now), text: 'ON-PAPER', stated: { at: MORNING + HOUR, source: 'outage sheet 1, line 1' } })
    await take(operator, 'TUESDAY')
    expect(await supervisor.days.get({ day: MONDAY })).toEqual({ ...frozen, checks: [] })
    const tuesday = await supervisor.days.get({})
    expect(balance(tuesday.totals)).toEqual([1, 3, 0, 1, 0, 0, 0, 0, 0, 3, 0])
    expect(tuesday.late.map(({ what, grouped, reason }) => [what, grouped, reason])).toEqual([
      ['Taken in', 'AFTER-CLOSING', 'after the day was signed off'], ['Handed over', 'BOX-1', 'after the day was signed off'], ['Taken in', 'ON-PAPER', 'outage sheet 1, line 1'],
    ])
    const again = await supervisor.days.signOff({ by })
    expect(again).toMatchObject({ day: '2026-11-24', here: 3 })
    expect((await supervisor.days.get({ day: '2026-11-24' })).totals).toEqual(tuesday.totals)
  })

  test.each([['nobody signs for more than a month', 0], ['the clock stood wrong for a while', -400 * DAY]])('what came after a sign-off stands on the next log also when %s', async (_, wrong) => {
    const { operator, supervisor, clock, by } = await office()
    await take(operator, 'BOX-1')
    clock.now += 9 * HOUR
    await supervisor.days.signOff({ by })
    clock.now += HOUR + wrong
    await take(operator, 'AFTER-CLOSING')
    clock.now += 40 * DAY - wrong
    await take(operator, 'MUCH-LATER')
    const next = await supervisor.days.get({})
    expect(balance(next.totals)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0])
    expect(next.late.map(({ grouped }) => grouped)).toEqual(['AFTER-CLOSING'])
  })

  test('always takes the PIN of a supervisor, also at a supervisor\'s screen', async () => {
    const { operator, supervisor, by, otto } = await office()
    await expect(supervisor.days.signOff({ by: { ...by, pin: '0000' } })).rejects.toMatchObject({ data: { code: 'wrong-secret', field: 'pin' } })
    await expect(supervisor.days.signOff({ by: { user: otto, pin: '1357' } })).rejects.toMatchObject({ data: { code: 'role' } })
    expect(await operator.days.signed({})).toEqual([])
    expect((await operator.days.signOff({ by })).by).toBe('Otis Ledgerwood')
  })

  test('a day is signed once; one before it is closed with it; tomorrow cannot be signed', async () => {
    const { supervisor, clock, by } = await office()
    clock.now += DAY
    await supervisor.days.signOff({ by })
    await expect(supervisor.days.signOff({ by })).rejects.toMatchObject({ data: { code: 'signed' } })
    await expect(supervisor.days.signOff({ day: MONDAY, by })).rejects.toMatchObject({ data: { code: 'closed' } })
    await expect(supervisor.days.signOff({ day: '2026-11-25', by })).rejects.toMatchObject({ data: { code: 'future' } })
    await expect(supervisor.days.signOff({ day: '2026-11-31', by })).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ message: 'This is no day of the calendar. Type it like 2026-11-24.', path: ['day'] }] } })
    await expect(supervisor.days.get({ day: '0026-11-24' })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'past', field: 'day' } })
  })

  test('reopening needs a reason and a PIN, only the last one, and both versions stay', async () => {
    const { station, operator, supervisor, clock, by } = await office()
    await take(operator, 'BOX-1')
    const first = await supervisor.days.signOff({ by })
    await expect(supervisor.days.reopen({ day: MONDAY, reason: ' ', by })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(supervisor.days.reopen({ day: MONDAY, reason: 'more came', by: { ...by, pin: '9999' } })).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    expect(await supervisor.days.reopen({ day: MONDAY, reason: 'a courier came', by })).toMatchObject({ day: MONDAY, reopened: { by: 'Otis Ledgerwood', reason: 'a courier came' } })
    await expect(supervisor.days.reopen({ day: MONDAY, reason: 'again', by })).rejects.toMatchObject({ data: { code: 'not-signed' } })
    await take(operator, 'BOX-2')
    const open = await supervisor.days.get({})
    expect([open.signed, open.before.length, open.totals.cameIn, open.late]).toEqual([null, 1, 2, []])
    const second = await supervisor.days.signOff({ by })
    expect(second.file).not.toBe(first.file)
    expect(station.services.store.files.has(first.file)).toBe(true)
    clock.now += DAY
    await supervisor.days.signOff({ by })
    await expect(supervisor.days.reopen({ day: MONDAY, reason: 'again', by })).rejects.toMatchObject({ data: { code: 'later-signed' } })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, files: 3 })
  })

  test('days with mail and no sign-off in between are named', async () => {
    const { operator, supervisor, clock, by } = await office()
    await supervisor.days.signOff({ by })
    clock.now += DAY
    await take(operator, 'ON-TUESDAY')
    clock.now += DAY
    const log = await supervisor.days.get({})
    expect(log.checks.filter((check) => check.code === 'skipped').map((check) => check.text)).toEqual(['2026-11-24 has mail and no sign-off'])
    expect([log.totals.morning, log.totals.off]).toEqual([1, 0])
  })
})

test('the log goes to a folder at closing time, whole files only, and each day that was missed gets its own', async () => {
  const { operator, administrator, supervisor, clock } = await office()
  await take(operator, 'BOX-1')
  clock.now += 3 * DAY
  const folder = temporaryFolder()
  await supervisor.days.saveSettings({ shifts: [], paper: 'letter', folder, formats: ['pdf', 'xlsx', 'csv'] })
  const task = async () => (await supervisor.tasks.list()).find((one) => one.id === 'daily-log')
  // What was not set up was not missed.
  expect(await task()).toMatchObject({ standard: true, next: instantAt('2026-11-26', '17:30', ZONE) })
  const run = async () => (await reportOf(await administrator.tasks.run({}))).filter((one) => one.task === 'daily-log')
  expect(await run()).toEqual([])
  clock.now += 12 * HOUR
  expect(await run()).toMatchObject([{ outcome: 'done', message: `daily-log-2026-11-26.pdf, daily-log-2026-11-26.xlsx, daily-log-2026-11-26.csv in ${folder}.` }])
  expect(readdirSync(folder).sort()).toEqual(['daily-log-2026-11-26.csv', 'daily-log-2026-11-26.pdf', 'daily-log-2026-11-26.xlsx'])
  await supervisor.days.saveSettings({ shifts: [], paper: 'letter', folder, formats: ['json'] })
  clock.now += 5 * DAY
  expect(await run()).toMatchObject([{ outcome: 'done', due: instantAt('2026-11-27', '17:30', ZONE) }])
  expect(readdirSync(folder).filter((name) => name.endsWith('.json')).sort()).toEqual(['daily-log-2026-11-27.json', 'daily-log-2026-11-30.json', 'daily-log-2026-12-01.json'])
})
