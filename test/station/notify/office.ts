import { onTestFinished } from 'vitest'
import type { MailSettings, NoticeSettings } from '../../../src/shared/contract/notify.ts'
import type { StationOptions } from '../../../src/main/station.ts'
import { USUAL_CALENDAR } from '../../../src/shared/mail/calendar.ts'
import type { MailServer } from '../../devices/smtpServer.ts'
import { startMailServer } from '../../devices/smtpServer.ts'
import { scanOf, testStation } from '../helpers.ts'

export const MINUTE = 60_000
export const DAY = 86_400_000
/** A Monday, 10:00 in the office. */
export const MONDAY = Date.UTC(2026, 9, 19, 14)

export const RULES: NoticeSettings = {
  on: true, office: 'email', arrival: true, windowMinutes: 15, remindAfter: 2, reminders: 2, escalateAfter: 5, from: '08:00', receipt: true,
  calendar: { weekdays: [...USUAL_CALENDAR.weekdays], federalHolidays: true, closed: [] },
}

export async function mailServer(options: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(options)
  onTestFinished(() => server.close())
  return server
}

export const settingsFor = (server: MailServer, more: Partial<MailSettings> = {}): MailSettings => ({ host: '127.0.0.1', port: server.port, security: 'none', user: '', sender: 'mailroom@example.com', replyTo: '', ...more })

/** A station with a mail server, notices switched on, and three people: one of them without an address, one who wants none. */
export async function mailOffice(options: { station?: Partial<StationOptions>; rules?: Partial<NoticeSettings>; server?: Parameters<typeof startMailServer>[0]; mail?: Partial<MailSettings> } = {}) {
  let now = MONDAY
  const server = await mailServer(options.server)
  const here = await testStation({ now: () => now, mail: { connectMs: 2_000, answerMs: 2_000 }, ...options.station })
  const { administrator, operator } = here
  await administrator.notify.saveMail({ settings: settingsFor(server, options.mail), ...(options.mail?.user ? { password: 'correct horse' } : {}) })
  await administrator.notify.saveSettings({ ...RULES, ...options.rules })
  const legal = await administrator.directory.saveDepartment({ name: 'Legal', contactEmail: 'legal-desk@example.com' })
  const loose = await administrator.directory.saveDepartment({ name: 'Archive' })
  const person = async (name: string, more: object) => (await operator.directory.addPerson({ name, ...more })).id
  const people = {
    ana: await person('Ana Poole', { email: 'ana@example.com', department: legal.id }),
    ben: await person('Ben Quill', { email: 'ben@example.com', department: loose.id }),
    cleo: await person('Cleo Reyes', { department: legal.id }),
    dov: await person('Dov Stern', { email: 'dov@example.com', notice: 'none', department: legal.id }),
  }
  let last = 0
  /** Takes a piece in for a person. */
  const arrive = async (who: string, number = `PKG-${String(++last).padStart(4, '0')}`): Promise<string> => {
    const { piece } = await operator.intake.scan(scanOf(number))
    await operator.intake.assign({ pieces: [piece.id], recipient: { person: who } })
    return piece.id
  }
  return { ...here, server, people, legal, arrive, pass: (ms: number) => { now += ms }, at: () => now, box: async (filter: 'waiting' | 'person' | 'sent' | 'failed') => (await operator.notify.outbox({ filter })).rows }
}
