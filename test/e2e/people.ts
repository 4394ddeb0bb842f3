import { ORPCError } from '@orpc/client'
import type { Page } from '@playwright/test'
import { badgeNumber } from '../../src/shared/mail/own.ts'
import { beside, type Client } from './client.ts'
import { ADMIN, administratorOf, type Host } from './fixture.ts'

const PEOPLE = [
  { given: 'Wilhelmina', family: 'Quill', department: 'Legal', stop: '4-120', location: 'B-14', badge: '70001' },
  { given: 'Wilhelm', family: 'Quillon', department: 'Finance', stop: '2-045', location: 'C-06', badge: '70002' },
  { given: 'Delphine', family: 'Marrow', department: 'Legal', stop: '4-120', location: 'B-11', badge: badgeNumber('00', 3) },
  { given: 'Hester', family: 'Thimble', department: 'Finance', stop: '1-020', location: 'A-05', badge: '70004' },
  { given: 'Hester', family: 'Thimble', department: 'Legal', stop: '4-120', location: 'B-02', badge: '70005' },
] as const

/** Calls the station beside the page, as the administrator. */
export function asAdministrator<T>(_: Page, host: Host, work: (client: Client) => Promise<T>): Promise<T> {
  return beside(host, async (client) => {
    await signIn(client, host)
    return await work(client)
  })
}

/** Goes on with the session of the first run; where that has ended, with the PIN. */
async function signIn(client: Client, host: Host): Promise<void> {
  const token = administratorOf.get(host)
  if (token !== undefined) {
    try {
      await client.access.resume({ token })
      return
    } catch (error) {
      if (!(error instanceof ORPCError)) throw error
    }
  }
  const user = (await client.access.people()).find((one) => one.name === ADMIN.name)
  if (!user) throw new Error('The office has no administrator.')
  administratorOf.set(host, (await client.access.signIn({ user: user.id, pin: ADMIN.pin })).token)
}

/** Puts a few people with departments, stops and locations into the directory. One of them is away. */
export async function fillDirectory(page: Page, host: Host): Promise<void> {
  await asAdministrator(page, host, async (client) => {
    const departments = new Map<string, string>()
    for (const name of ['Legal', 'Finance']) departments.set(name, (await client.directory.saveDepartment({ name })).id)
    const stops = new Map<string, string>()
    for (const code of ['4-120', '2-045', '1-020']) stops.set(code, (await client.directory.saveMailStop({ code })).id)
    for (const { given, family, department, stop, location, badge } of PEOPLE) {
      const card = await client.directory.addPerson({ given, family, location, badge, department: departments.get(department) ?? null, mailStop: stops.get(stop) ?? null })
      if (family === 'Quillon') await client.directory.setAbsence({ person: card.id, from: '2020-01-01' })
    }
  })
}
