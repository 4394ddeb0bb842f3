import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { fileSecrets, SecretError } from '../../../src/main/secrets.ts'
import { backup } from '../../../src/main/store/backup.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { newId } from '../../../src/shared/ids.ts'
import { signed } from '../custody/office.ts'
import { connectAs, openStation, reportOf, temporaryFolder } from '../helpers.ts'
import { DAY, mailOffice, MINUTE, settingsFor } from './office.ts'

describe('a text', () => {
  test('is refused with a name that does not exist, kept otherwise, and brought back', async () => {
    const { administrator, supervisor, server, people, arrive, pass } = await mailOffice()
    await expect(administrator.notify.saveTemplate({ kind: 'arrival', subject: 'For {nmae}', body: 'x' })).rejects.toMatchObject({
      code: 'REFUSED', message: 'There is no {nmae} in this message. It has {name}, {count}, {pieces}, {office}.', data: { code: 'placeholder', field: 'subject' },
    })
    await expect(administrator.notify.saveTemplate({ kind: 'arrival', subject: 'x', body: ' ' })).rejects.toMatchObject({ data: { code: 'empty', field: 'body' } })
    await administrator.notify.saveTemplate({ kind: 'arrival', subject: '{count} from {office}', body: 'Hi {name}' })
    await arrive(people.ana)
    pass(15 * MINUTE)
    await supervisor.notify.send()
    expect(server.messages.map(({ subject, text }) => [subject, text.trim()])).toEqual([['1 piece from Test Office', 'Hi Ana Poole']])
    expect(await administrator.notify.saveTemplate({ kind: 'arrival', subject: '', body: '' })).toMatchObject({ subject: 'Mail for you: {count}', changed: false })
  })

  test('of anybody puts nothing into a header and no second reader on the envelope', async () => {
    const { administrator, supervisor, operator, server, people, arrive, pass } = await mailOffice()
    await administrator.notify.saveTemplate({ kind: 'arrival', subject: 'Mail for {name}', body: '{pieces}\n.\nQUIT\n{name}' })
    await supervisor.directory.changePerson({ id: people.ana, fields: { name: 'Ana\nBcc: all@example.com\r\n\r\nPwned' } })
    const piece = await arrive(people.ana)
    await operator.intake.detail({ piece, fields: { sender: 'Evil\r\n.\r\nMAIL FROM:<x@example.com>' } })
    const odd = (await operator.directory.addPerson({ name: 'Odd', email: 'odd>,all@example.com' })).id
    await arrive(odd)
    pass(15 * MINUTE)
    await supervisor.notify.send()
    expect(server.messages).toHaveLength(1)
    expect(server.messages[0]).toMatchObject({ to: ['ana@example.com'], subject: 'Mail for Ana Bcc: all@example.com Pwned' })
    expect(server.messages[0]?.headers).not.toContain('bcc')
    expect(server.messages[0]?.text).toContain('\n.\nQUIT\n')
    expect((await operator.notify.outbox({ filter: 'person' })).rows).toEqual([expect.objectContaining({ name: 'Odd', words: 'The directory says "odd>,all@example.com", which is no e-mail address.' })])
  })
})

describe('a receipt', () => {
  test('goes out after a handover where the office wants it, and where it was asked for', async () => {
    const { operator, supervisor, administrator, server, people, arrive, box } = await mailOffice()
    const hand = async (person: string, more: { receipt?: boolean } = {}) => {
      const piece = await arrive(person)
      const { handover, receipts } = await operator.custody.handOver({ id: newId(Date.now()), pile: { person }, pieces: [piece], receiver: { kind: 'recipient', person }, signature: await signed(), ...more })
      return { piece, handover, receipts }
    }
    const { piece, handover, receipts } = await hand(people.ana)
    expect(receipts).toBe(1)
    await supervisor.notify.send()
    expect(server.messages.map(({ to, subject }) => [to.join(), subject])).toEqual([['ana@example.com', 'Handed over: 1 piece']])
    expect(server.messages[0]?.text).toContain('handed over to Ana Poole at Oct 19, 2026, 10:00 AM')
    expect(await box('sent')).toEqual([expect.objectContaining({ kind: 'receipt', by: 'Test operator', pieces: [piece], messageId: server.messages[0]?.messageId })])
    // Who wants no messages gets none by itself, and one without an address is handed over all the same.
    expect([(await hand(people.dov)).receipts, await box('waiting')]).toEqual([0, []])
    await administrator.notify.saveSettings({ ...(await administrator.notify.settings()), receipt: false })
    expect((await hand(people.ben)).receipts).toBe(0)
    expect((await hand(people.ben, { receipt: true })).receipts).toBe(1)
    expect(await operator.custody.emailReceipt({ handover: handover.id })).toEqual({ receipts: 1 })
    await supervisor.notify.send()
    expect(server.messages.map((message) => message.to.join()).sort()).toEqual(['ana@example.com', 'ana@example.com', 'ben@example.com'])
  })
})

describe('a restored store', () => {
  test('comes back with its outbox stopped; nothing goes out until somebody starts it', async () => {
    const { station, supervisor, server, people, arrive, pass, at } = await mailOffice()
    const [folder, copy] = [join(temporaryFolder(), 'copies'), join(temporaryFolder(), 'store')]
    await arrive(people.ana)
    await arrive(people.ben)
    // Both wait at the moment of the backup.
    server.plan({ at: 'rcpt', code: 450, words: 'busy' }, { at: 'rcpt', code: 450, words: 'busy' })
    pass(15 * MINUTE)
    expect(await supervisor.notify.send()).toEqual({ sent: 0, failed: 0, unknown: 0, waiting: 2 })
    const waiting = (await supervisor.notify.outbox()).rows.map((row) => row.messageId)
    const { store, reader } = station.services
    await backup(store, reader, folder, { program: 'test' })
    await restore(folder, copy, { kinds: EVENT_KINDS, program: 'test' })
    const restored = openStation({ folder: copy, now: () => at() + DAY })
    const [chief, clerk] = [connectAs(restored, 'supervisor'), connectAs(restored, 'operator')]
    expect(await clerk.notify.outbox()).toMatchObject({ stopped: true, rows: waiting.map((messageId) => ({ messageId, state: 'queued' })) })
    await chief.notify.send()
    expect(server.messages).toEqual([])
    await chief.notify.start()
    await chief.notify.send()
    expect(new Set(server.messages.map((message) => message.messageId))).toEqual(new Set(waiting))
    expect(await reportOf(await chief.office.verify({}))).toMatchObject({ ok: true })
  })
})

describe('the password of the mail server', () => {
  test('stands in no table, event, log, error or backup, and is said to be kept where it is', async () => {
    const { station, administrator, server } = await mailOffice({ mail: { user: 'mailroom' } })
    const { folder } = station.services.store
    expect(await administrator.notify.mail()).toEqual({ settings: settingsFor(server, { user: 'mailroom' }), password: { has: true, where: 'file', detail: join(folder, 'secrets.json') } })
    const tables = station.services.store.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as Array<{ name: string }>
    const everything = tables.map(({ name }) => JSON.stringify(station.services.store.db.prepare(`SELECT * FROM "${name}"`).all())).join('\n')
    expect(everything).not.toContain('correct horse')
    expect(everything).toContain('smtp-password')
    expect(statSync(join(folder, 'secrets.json')).mode & 0o077).toBe(0)
    const copies = join(temporaryFolder(), 'copies')
    const { copy } = await backup(station.services.store, station.services.reader, copies, { program: 'test' })
    expect(readFileSync(join(copies, 'copies', copy, 'pigeonhole.db')).includes('correct horse')).toBe(false)
    await administrator.notify.saveMail({ settings: settingsFor(server), password: null })
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe('{}')
  })

  test('comes from the environment before the file, and is not changed there', async () => {
    const path = join(temporaryFolder(), 'secrets.json')
    const env: NodeJS.ProcessEnv = {}
    const secrets = fileSecrets(path, env)
    expect([await secrets.get('smtp-password'), await secrets.describe('smtp-password')]).toEqual([null, { has: false, where: 'file', detail: path }])
    await secrets.set('smtp-password', 'one')
    env['PIGEONHOLE_SMTP_PASSWORD'] = 'two'
    expect([await secrets.get('smtp-password'), await secrets.describe('smtp-password')]).toEqual(['two', { has: true, where: 'environment', detail: 'PIGEONHOLE_SMTP_PASSWORD' }])
    await expect(secrets.set('smtp-password', 'three')).rejects.toThrow('This password comes from the environment (PIGEONHOLE_SMTP_PASSWORD). Change it there.')
    delete env['PIGEONHOLE_SMTP_PASSWORD']
    expect(await secrets.get('smtp-password')).toBe('one')
  })

  test.skipIf(process.platform === 'win32')('in a file that others can read is not used', async () => {
    const path = join(temporaryFolder(), 'secrets.json')
    writeFileSync(path, '{"smtp-password":"one"}')
    chmodSync(path, 0o644)
    await expect(fileSecrets(path, {}).get('smtp-password')).rejects.toThrow(SecretError)
    chmodSync(path, 0o600)
    writeFileSync(path, 'nonsense')
    await expect(fileSecrets(path, {}).get('smtp-password')).rejects.toThrow('cannot be read')
  })
})
