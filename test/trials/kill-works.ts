/** The kinds of work in the middle of which a host is killed: how each goes on, and what has to be left of it. */
import sharp from 'sharp'
import { newId } from '../../src/shared/ids.ts'
import { defaultProfile } from '../../src/shared/printing/profile.ts'
import type { Chance } from '../../src/main/sample/chance.ts'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import type { Station } from '../../src/main/station.ts'
import { startTcpPrinter } from '../devices/tcpPrinter.ts'
import type { Client } from '../station/helpers.ts'

/** What was answered in one life of a host, by the id of the thing, and the calls that were under way when it ended. */
export interface Round {
  readonly number: number
  readonly acknowledged: Map<string, string>
  readonly pending: Set<(client: Client) => Promise<void>>
}

export interface Left { lost: string[]; doubled: string[] }

export interface Work {
  /** How many work beside each other. */
  senders: number
  /** Makes what the office needs for it. */
  prepare(client: Client): Promise<void>
  /** One thing done from its beginning to its answer. */
  step(client: Client, round: Round, c: Chance): Promise<void>
  look(station: Station, client: Client, round: Round): Promise<Left>
  end(): Promise<void>
}

/** Sends a call that may be repeated as it is, and keeps it until it is answered. */
async function ask(round: Round, client: Client, call: (client: Client) => Promise<void>): Promise<void> {
  round.pending.add(call)
  await call(client)
  round.pending.delete(call)
}

const rows = <Row>(station: Station, sql: string, ...values: Array<string | number>): Row[] => station.services.store.db.prepare(sql).all(...values) as Row[]

/** Pieces with more than one event of a kind that happens once. */
const twice = (station: Station, kind: string): string[] => rows<{ piece: string }>(station, 'SELECT piece FROM event WHERE kind = ? GROUP BY piece HAVING count(*) > 1', kind).map((row) => `${kind} of ${row.piece} more than once`)

/** What was acknowledged and is not there as it was answered. */
function missing(round: Round, found: ReadonlyMap<string, string>): string[] {
  return [...round.acknowledged].filter(([id, value]) => found.get(id) !== value).map(([id, value]) => `round ${round.number}: ${id} was answered as ${value}, there is ${found.get(id) ?? 'nothing'}`)
}

const scan = (text: string) => ({ id: newId(Date.now()), text, source: 'wedge' as const, caughtAt: Date.now() })

async function intake(): Promise<Work> {
  return {
    senders: 3,
    prepare: async () => {},
    step: (client, round, c) => {
      const sent = scan(trackingNumber(c))
      return ask(round, client, async (to) => {
        const { piece } = await to.intake.scan(sent)
        round.acknowledged.set(piece.id, piece.number)
      })
    },
    look: async (station, _, round) => ({
      lost: missing(round, new Map(rows<{ id: string; number: string }>(station, 'SELECT id, number FROM piece').map((row) => [row.id, row.number]))),
      doubled: twice(station, 'piece.received'),
    }),
    end: async () => {},
  }
}

async function handover(): Promise<Work> {
  let person = ''
  const image = (await sharp({ create: { width: 60, height: 20, channels: 3, background: '#fff' } }).png().toBuffer()).toString('base64')
  return {
    senders: 2,
    prepare: async (client) => {
      person = (await client.directory.addPerson({ name: 'Delphine Okafor' })).id
    },
    step: async (client, round, c) => {
      const pieces: string[] = []
      for (let count = 1 + c.whole(3); count > 0; count--) {
        const { piece } = await client.intake.scan(scan(`BOX ${c.digits(12)}`))
        await client.intake.assign({ pieces: [piece.id], recipient: { person } })
        pieces.push(piece.id)
      }
      // Each signature is a file of its own.
      const strokes = [[[c.whole(30), c.whole(20), 0], [40, 14, 80], [58, 2 + c.whole(16), 120]]] as Array<Array<[number, number, number]>>
      const given = { id: newId(Date.now()), pile: { person }, pieces, receiver: { kind: 'recipient' as const, person }, signature: { strokes, image, width: 60, height: 20 } }
      await ask(round, client, async (to) => {
        const { handover: made } = await to.custody.handOver(given)
        round.acknowledged.set(made.id, pieces.toSorted().join())
      })
    },
    look: async (station, _, round) => {
      const found = rows<{ id: string; pieces: number; there: string }>(station, "SELECT h.id, h.pieces, (SELECT group_concat(p.id ORDER BY p.id) FROM handover_piece x JOIN piece p ON p.no = x.piece WHERE x.handover = h.id AND p.state = 'handed-over') AS there FROM handover h")
      const half = found.filter((row) => row.pieces !== row.there.split(',').length).map((row) => `handover ${row.id} has ${row.there} of ${row.pieces} pieces`)
      return { lost: missing(round, new Map(found.map((row) => [row.id, row.there]))), doubled: [...twice(station, 'piece.handed-over'), ...half] }
    },
    end: async () => {},
  }
}

/** A Mailer ID that belongs to nobody. */
const MAILER = '900123456'

async function certified(): Promise<Work> {
  return {
    senders: 3,
    prepare: async (client) => {
      const { approval: _, labelsCertified: __, ...settings } = await client.certified.settings()
      await client.certified.saveSettings({ ...settings, mailerId: MAILER, serialFrom: 1, serialTo: 9_999_999 })
      await client.certified.confirmLabels({ certified: true })
    },
    step: (client, round) => {
      const given = { id: newId(Date.now()), addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, weight: 8, number: { own: true as const } }
      return ask(round, client, async (to) => {
        const { letter } = await to.certified.log(given)
        round.acknowledged.set(letter.id, letter.number)
      })
    },
    look: async (station, _, round) => {
      const found = rows<{ id: string; number: string }>(station, 'SELECT p.id, l.number FROM letter l JOIN piece p ON p.no = l.piece')
      const numbers = new Map<string, number>()
      for (const { number } of found) numbers.set(number, (numbers.get(number) ?? 0) + 1)
      return { lost: missing(round, new Map(found.map((row) => [row.id, row.number]))), doubled: [...twice(station, 'letter.logged'), ...[...numbers].filter(([, count]) => count > 1).map(([number]) => `${number} stands on two letters`)] }
    },
    end: async () => {},
  }
}

async function printing(): Promise<Work> {
  const paper = await startTcpPrinter({ answers: {} })
  let printer = ''
  const labelsOf = (number: string): number => paper.labels.filter((label) => label.includes(number)).length
  return {
    senders: 2,
    prepare: async (client) => {
      printer = (await client.printing.savePrinter({ name: 'Labels', target: `tcp://127.0.0.1:${paper.port}`, profile: { ...defaultProfile('zpl'), media: '4x6' }, purposes: ['piece'] })).id
    },
    step: async (client, round, c) => {
      const { piece } = await client.intake.scan(scan(`BOX${c.digits(12)}`))
      // Nothing tells a label that is asked for twice from one that is wanted twice, so this call is not sent again.
      const job = await client.printing.printLabel({ piece: piece.id })
      round.acknowledged.set(job.id, piece.number)
    },
    look: async (station, client, round) => {
      await station.services.spooler.idle(printer)
      const doubled = rows<{ number: string }>(station, 'SELECT DISTINCT p.number FROM print_job j JOIN piece p ON p.id = j.piece').filter((row) => labelsOf(row.number) > 1).map((row) => `${labelsOf(row.number)} labels of ${row.number}`)
      // What a person does about a label of which nobody knows: looks whether it lies there.
      for (const job of await client.printing.jobs({ which: 'open' })) {
        const number = rows<{ number: string }>(station, 'SELECT number FROM piece WHERE id = ?', job.piece ?? '')[0]?.number ?? ''
        if (job.state === 'unknown') await client.printing.decideUnknown({ id: job.id, decision: labelsOf(number) > 0 ? 'printed' : 'again' })
      }
      await station.services.spooler.idle(printer)
      const jobs = new Map(rows<{ id: string; number: string; state: string }>(station, 'SELECT j.id, j.state, p.number FROM print_job j JOIN piece p ON p.id = j.piece').map((row) => [row.id, labelsOf(row.number) === 1 ? row.number : `${labelsOf(row.number)} labels, ${row.state}`]))
      return { lost: missing(round, jobs), doubled }
    },
    end: () => paper.close(),
  }
}

/** People in a list that is imported. */
const PEOPLE = 1_000

async function imports(): Promise<Work> {
  const marks = new Map<string, string>()
  const list = (mark: string): string => `Employee ID,First Name,Last Name,E-mail,Department,Phone\n${Array.from({ length: PEOPLE }, (_, i) => `E${i + 1},Given${i % 97},Family${i},p${i}@example.com,Department ${i % 7},${mark}\n`).join('')}`
  const apply = async (client: Client, id: string): Promise<void> => {
    for await (const _ of await client.directory.importApply({ id }));
  }
  const preview = async (client: Client, opened: Awaited<ReturnType<Client['directory']['importOpen']>>): Promise<void> => {
    for await (const _ of await client.directory.importPreview({ id: opened.id, mapping: opened.mapping }));
  }
  return {
    senders: 1,
    prepare: async () => {},
    step: async (client, round) => {
      const mark = newId(Date.now())
      const opened = await client.directory.importOpen({ name: 'people.csv', content: Buffer.from(list(mark)).toString('base64') })
      marks.set(opened.id, mark)
      round.acknowledged.set(opened.id, 'open')
      await preview(client, opened)
      round.acknowledged.set(opened.id, 'ready')
      await apply(client, opened.id)
      round.acknowledged.set(opened.id, 'done')
    },
    look: async (station, client, round) => {
      const stateOf = (id: string): string => rows<{ state: string }>(station, 'SELECT state FROM import WHERE id = ?', id)[0]?.state ?? 'nothing'
      const lost: string[] = []
      const doubled: string[] = []
      for (const [id, answered] of round.acknowledged) {
        const state = stateOf(id)
        if (state === 'nothing' || (answered === 'done' && state !== 'done')) lost.push(`round ${round.number}: the import was answered as ${answered} and is ${state}`)
        // What was applied in part goes on by itself; what was only looked at waits for the same person.
        if (state === 'applying' || state === 'ready') await apply(client, id)
        if (stateOf(id) !== 'done') continue
        const people = rows<{ phone: string; count: number }>(station, "SELECT phone, count(*) AS count FROM person WHERE employee_id <> '' GROUP BY phone")
        // An import after it has changed the same people again.
        if (id !== [...round.acknowledged.keys()].at(-1)) continue
        if (people.length !== 1 || people[0]?.phone !== marks.get(id) || people[0]?.count !== PEOPLE) doubled.push(`round ${round.number}: ${JSON.stringify(people)}`)
      }
      doubled.push(...rows<{ name: string }>(station, "SELECT json_extract(CAST(payload AS TEXT), '$.import') AS name FROM event WHERE kind = 'directory.imported' GROUP BY 1 HAVING count(*) > 1").map((row) => `import ${row.name} ended twice`))
      return { lost, doubled }
    },
    end: async () => {},
  }
}

export const WORKS = { intake, handover, certified, printing, import: imports } as const satisfies Record<string, () => Promise<Work>>
