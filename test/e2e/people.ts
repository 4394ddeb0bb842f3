import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Page } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Contract } from '../../src/shared/contract/index.ts'
import { badgeNumber } from '../../src/shared/mail/own.ts'
import { ADMIN, type Host } from './fixture.ts'

type Client = ContractRouterClient<Contract>
type WebSocketLike = ConstructorParameters<typeof RPCLink>[0]['websocket']

const PEOPLE = [
  { given: 'Wilhelmina', family: 'Quill', department: 'Legal', stop: '4-120', location: 'B-14', badge: '70001' },
  { given: 'Wilhelm', family: 'Quillon', department: 'Finance', stop: '2-045', location: 'C-06', badge: '70002' },
  { given: 'Delphine', family: 'Marrow', department: 'Legal', stop: '4-120', location: 'B-11', badge: badgeNumber('00', 3) },
  { given: 'Hester', family: 'Thimble', department: 'Finance', stop: '1-020', location: 'A-05', badge: '70004' },
  { given: 'Hester', family: 'Thimble', department: 'Legal', stop: '4-120', location: 'B-02', badge: '70005' },
] as const

/** Calls the station beside the page, as the administrator, with the page's own right to reach the host. */
export async function asAdministrator<T>(page: Page, host: Host, work: (client: Client) => Promise<T>): Promise<T> {
  const origin = new URL(host.address).origin
  const cookie = (await page.context().cookies(origin)).map((one) => `${one.name}=${one.value}`).join('; ')
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { Cookie: cookie, Origin: origin } })
  // `ws` speaks the browser's WebSocket; only the names of its types differ.
  const client = createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as WebSocketLike }))
  try {
    const user = (await client.access.people()).find((one) => one.name === ADMIN.name)
    if (!user) throw new Error('The office has no administrator.')
    await client.access.signIn({ user: user.id, pin: ADMIN.pin })
    return await work(client)
  } finally {
    socket.terminate()
  }
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
