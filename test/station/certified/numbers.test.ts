import { spawnSync } from 'node:child_process'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { buildImpb } from '../../../src/shared/mail/impb.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf, temporaryFolder, testStation } from '../helpers.ts'
import { form, id, log, withCheck } from './desk.ts'

const MAILER = '900123456'
const refused = (code: string, message?: RegExp) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }), ...(message ? { message: expect.stringMatching(message) } : {}) })
const own = { own: true } as const

/** An office that may number its own labels. */
async function withMailerId(administrator: Client, change: { mailerId?: string; serialFrom?: number; serialTo?: number } = {}) {
  const { approval: _, labelsCertified: __, ...settings } = await administrator.certified.settings()
  await administrator.certified.saveSettings({ ...settings, mailerId: MAILER, serialFrom: 1, serialTo: 9_999_999, ...change })
  await administrator.certified.confirmLabels({ certified: true })
}

describe('own numbers', () => {
  test('need a Mailer ID and the word that USPS certified the labels', async () => {
    const { operator, administrator } = await testStation()
    await expect(log(operator, { number: own })).rejects.toEqual(refused('no-mailer-id'))
    expect(await operator.certified.ownNumbers()).toMatchObject({ possible: false, reason: 'No Mailer ID is entered.', notice: false })
    await withMailerId(administrator)
    await administrator.certified.confirmLabels({ certified: false })
    expect(await operator.certified.ownNumbers()).toMatchObject({ possible: false, notice: true, mailerId: MAILER })
    await expect(log(operator, { number: own })).rejects.toEqual(refused('labels-not-certified'))
    await expect(operator.certified.confirmLabels({ certified: true })).rejects.toMatchObject({ code: 'ROLE' })
    await administrator.certified.confirmLabels({ certified: true })
    const letter = await log(operator, { number: own, services: ['card'] })
    expect(letter).toMatchObject({ number: buildImpb({ mailerId: MAILER, stc: '147', serial: 1 }), numberFrom: 'own', checkDigit: 'valid' })
    expect(await operator.certified.ownNumbers()).toEqual({ possible: true, reason: null, stopped: false, mailerId: MAILER, last: '1', left: 9_999_998, notice: false })
  })

  test('say the services in their code, with six and with nine digits of Mailer ID, and end with their range', async () => {
    const { operator, administrator } = await testStation()
    await withMailerId(administrator, { mailerId: '098765', serialFrom: 41, serialTo: 42 })
    expect((await log(operator, { number: own, mailClass: 'priority', services: ['adult', 'restricted'] })).number).toBe(buildImpb({ mailerId: '098765', stc: '684', serial: 41 }))
    expect((await log(operator, { number: own })).number).toBe(buildImpb({ mailerId: '098765', stc: '071', serial: 42 }))
    await expect(log(operator, { number: own })).rejects.toEqual(refused('range-used-up', /up to 42/))
    expect((await operator.certified.ownNumbers()).left).toBe(0)
    const { approval: _, labelsCertified: __, ...settings } = await administrator.certified.settings()
    await expect(administrator.certified.saveSettings({ ...settings, mailerId: MAILER, serialTo: 99_999_999 })).rejects.toEqual(refused('range'))
    expect((await administrator.certified.saveSettings({ ...settings, mailerId: MAILER, serialFrom: 1, serialTo: 10 })).labelsCertified).toBeNull()
  })

  test('never give a serial that was scanned from a label made elsewhere', async () => {
    const { operator, administrator } = await testStation()
    await withMailerId(administrator)
    await log(operator, { number: { text: buildImpb({ mailerId: MAILER, stc: '071', serial: 7 }) } })
    expect((await log(operator, { number: own })).number).toBe(buildImpb({ mailerId: MAILER, stc: '071', serial: 8 }))
  })

  test('whatever is logged, refused, voided and reopened in whatever order, they are unique', async () => {
    await assert(asyncProperty(array(constantFrom('log', 'card', 'refused', 'void', 'renumber', 'reopen'), { maxLength: 12 }), async (steps) => {
      const folder = join(temporaryFolder(), 'store')
      const first = await testStation({ folder })
      await withMailerId(first.administrator)
      let { station, operator } = first
      const serials: string[] = []
      let last = ''
      for (const step of steps) {
        if (step === 'log' || step === 'card') {
          const letter = await log(operator, { number: own, services: step === 'card' ? ['card'] : [] })
          last = letter.id
          serials.push(letter.number.slice(14, 21))
        } else if (step === 'refused') await expect(log(operator, { number: own, services: ['adult'] })).rejects.toEqual(refused('services'))
        else if (step === 'renumber' && last !== '') serials.push((await operator.certified.number({ letter: last, number: own, reason: 'torn' })).number.slice(14, 21))
        else if (step === 'void' && last !== '') {
          await operator.certified.void({ letter: last, reason: 'x' })
          last = ''
        } else if (step === 'reopen') {
          await station.close()
          station = openStation({ folder })
          operator = connectAs(station, 'operator')
        }
      }
      expect(serials).toEqual(serials.map((_, i) => String(i + 1).padStart(7, '0')))
      await station.close()
    }), { numRuns: 8 })
  }, 90_000)

  test('a process that is killed between number and letter gives no number twice', async () => {
    const folder = join(temporaryFolder(), 'store')
    const { station, administrator } = await testStation({ folder })
    await withMailerId(administrator)
    await station.close()
    const given: string[] = []
    for (let round = 0; round < 3; round++) {
      const child = spawnSync(process.execPath, [join(import.meta.dirname, 'numbers.probe.ts'), folder, String(4 + round * 3)], { encoding: 'utf8' })
      expect(child.signal).toBe('SIGKILL')
      given.push(...child.stdout.split('\n').filter((line) => line.startsWith('92')))
    }
    const reopened = openStation({ folder })
    const operator = connectAs(reopened, 'operator')
    given.push((await log(operator, { number: own })).number)
    expect(given).toHaveLength(4 + 7 + 10 + 1)
    expect(new Set(given).size).toBe(given.length)
    const logged = (await operator.certified.list({ limit: 500 })).rows.map((letter) => letter.number)
    expect(new Set(logged).size).toBe(logged.length)
    for (const number of given) expect(logged).toContain(number)
    expect(await reportOf(await connectAs(reopened, 'supervisor').office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
  }, 90_000)
})

describe('after a restore', () => {
  async function restored(used: number) {
    const base = temporaryFolder()
    const { station, operator, administrator } = await testStation({ folder: join(base, 'store') })
    await withMailerId(administrator)
    for (let i = 0; i < used; i++) await log(operator, { number: own })
    await reportOf(await administrator.office.backup({ folder: join(base, 'backup') }))
    await station.close()
    await restore(join(base, 'backup'), join(base, 'new'), { kinds: EVENT_KINDS, program: 'test' })
    const next = openStation({ folder: join(base, 'new') })
    return { operator: connectAs(next, 'operator'), supervisor: connectAs(next, 'supervisor') }
  }
  const serial = (n: number): string => buildImpb({ mailerId: MAILER, stc: '071', serial: n })

  test('own numbers stop until the last one used is scanned, and scanned ones go on meanwhile', async () => {
    const { operator, supervisor } = await restored(3)
    expect(await operator.certified.ownNumbers()).toMatchObject({ possible: false, stopped: true, last: '3' })
    await expect(log(operator, { number: own })).rejects.toEqual(refused('numbering-stopped'))
    expect((await log(operator, { number: { text: form(1) } })).numberFrom).toBe('scanned')
    await expect(operator.certified.resumeOwnNumbers({ lastNumber: serial(9) })).rejects.toMatchObject({ code: 'ROLE' })
    await expect(supervisor.certified.resumeOwnNumbers({ lastNumber: form(2) })).rejects.toEqual(refused('not-ours'))
    await expect(supervisor.certified.resumeOwnNumbers({ lastNumber: null })).rejects.toEqual(refused('one-was-used'))
    // Numbers of pieces that come in go on by their own word, not by this one.
    await operator.intake.resumeNumbering({ lastNumber: null })
    await expect(log(operator, { number: own })).rejects.toEqual(refused('numbering-stopped'))
    expect(await supervisor.certified.resumeOwnNumbers({ lastNumber: serial(9) })).toMatchObject({ possible: true, stopped: false, last: '9' })
    expect((await log(operator, { number: own })).number).toBe(serial(10))
  })

  test('an older label never takes the count back', async () => {
    const { operator, supervisor } = await restored(3)
    expect((await supervisor.certified.resumeOwnNumbers({ lastNumber: serial(1) })).last).toBe('3')
    expect((await log(operator, { number: own })).number).toBe(serial(4))
  })
})

describe('a roll of labels', () => {
  test('counts what is used, voided and left, and warns when it is low', async () => {
    const { operator } = await testStation()
    const roll = await operator.certified.addRoll({ name: 'Box 3', first: form(101), last: form(130) })
    expect(roll).toMatchObject({ total: 30, used: 0, voided: 0, left: 30, low: false, retired: false, addedBy: 'Test operator' })
    const letter = await log(operator, { number: { text: form(101) } })
    expect(letter.numberFrom).toBe('roll')
    expect((await log(operator, { number: { text: form(131) } })).numberFrom).toBe('scanned')
    await operator.certified.void({ letter: (await log(operator, { number: { text: form(102) } })).id, reason: 'x' })
    expect((await operator.certified.look({ text: form(103) })).roll).toEqual({ id: roll.id, name: 'Box 3', left: 28, low: false })
    const spoiled = await operator.certified.voidLabel({ text: form(104), reason: 'torn' })
    expect(spoiled).toMatchObject({ used: 1, voided: 2, left: 27 })
    await expect(log(operator, { number: { text: form(104) } })).rejects.toEqual(refused('used', /spoiled: torn/))
    await expect(operator.certified.voidLabel({ text: form(101), reason: 'x' })).rejects.toEqual(refused('used'))
    await expect(operator.certified.voidLabel({ text: form(500), reason: 'x' })).rejects.toEqual(refused('no-roll'))
    await operator.certified.number({ letter: letter.id, number: { text: form(105) }, reason: 'label torn' })
    for (let i = 106; i < 109; i++) await operator.certified.voidLabel({ text: form(i), reason: 'wet' })
    expect((await operator.certified.rolls())[0]).toMatchObject({ used: 1, voided: 6, left: 23, low: true })
    expect((await operator.certified.look({ text: form(120) })).roll).toMatchObject({ left: 23, low: true })
    expect(await operator.certified.retireRoll({ id: roll.id })).toMatchObject({ retired: true, low: false })
  })

  test('is refused with a reason when its ends do not belong together', async () => {
    const { operator } = await testStation()
    const add = (first: string, last: string) => operator.certified.addRoll({ name: 'x', first, last })
    await expect(add('1Z999AA10123456784', form(2))).rejects.toEqual(refused('not-certified'))
    await expect(add(form(1), form(2).slice(0, -1) + String((Number(form(2).slice(-1)) + 1) % 10))).rejects.toEqual(refused('check-digit'))
    await expect(add(form(5), form(1))).rejects.toEqual(refused('wrong-order'))
    await expect(add(form(1), form(200_000))).rejects.toEqual(refused('too-many'))
    await expect(add(form(1), withCheck('7016137000002596043'))).rejects.toEqual(refused('different-labels'))
    await add(form(1), form(50))
    await expect(add(form(50), form(60))).rejects.toEqual(refused('overlaps', /roll x/))
    expect(await operator.certified.rolls()).toHaveLength(1)
  })
})

test('numbers of a batch are scanned on in the order of the file', async () => {
  const { operator } = await testStation()
  const csv = ['Name,Street,City,State,ZIP', ...[1, 2, 3].map((n) => `Addressee ${n},${n} Example Road,Anytown,VT,05099`)].join('\n')
  const batch = id()
  await reportOf(await operator.certified.batchApply({ id: batch, name: 'list.csv', content: Buffer.from(csv).toString('base64'), mapping: { name: 0, address1: 1, city: 2, state: 3, zip: 4 } }))
  const first = await operator.certified.numberNext({ batch, number: { text: form(1) } })
  expect([first.letter.addressee.name, first.letter.number, first.next?.addressee.name, first.waiting]).toEqual(['Addressee 1', form(1), 'Addressee 2', 2])
  await expect(operator.certified.numberNext({ batch, number: { text: form(1) } })).rejects.toEqual(refused('used'))
  await operator.certified.numberNext({ batch, number: { text: form(2) } })
  expect(await operator.certified.numberNext({ number: { text: form(3) } })).toMatchObject({ next: null, waiting: 0 })
  await expect(operator.certified.numberNext({ batch, number: { text: form(4) } })).rejects.toEqual(refused('none-waits'))
})
