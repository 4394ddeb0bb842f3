import { createORPCClient } from '@orpc/client'
import type { Person } from '../../shared/contract/access.ts'
import type { ChangeNotice, StationStatus } from '../../shared/contract/office.ts'
import { PAGES } from '../../shared/desktop/names.ts'
import type { Client } from './connection.ts'
import { openLine, type Line } from './transport.ts'

/** What this page is. The second display shows what the counter gives it and has no line to the station; nor has the page that says why no store is open. */
export const page = window.location.hash === PAGES.display ? 'display' : window.location.hash === PAGES.trouble ? 'trouble' : 'work'

/** What the first screen shows of a station; who may sign in there is asked along and not waited for. What changes after the answers stands in `changes`. */
export interface Greeting { changes: Promise<AsyncIterable<ChangeNotice>>; status: StationStatus; people: Promise<Person[]> }

/** Asks a new line for what has to be known before anything else may use it. */
export async function greeting(client: Client): Promise<Greeting> {
  // Before anything is read, so that nothing changes unheard after it was.
  const changes = client.office.changes()
  changes.catch(() => undefined)
  const status = client.office.status()
  const people = client.access.people()
  people.catch(() => undefined)
  return { changes, status: await status, people }
}

let first: { line: Line; greeting: Promise<Greeting> } | null = null

/** Opens the page's first line and asks it at once. */
export function startLine(): void {
  if (page !== 'work') return
  const line = openLine(window.location)
  const client = createORPCClient<Client>(line.link)
  first = { line, greeting: line.opened.then(() => greeting(client)) }
  // Whoever takes the line hears of it.
  first.greeting.catch(() => undefined)
}

/** The line that was opened ahead, for the one who keeps a line from now on; null when it has been taken. */
export function takeLine(): typeof first {
  const taken = first
  first = null
  return taken
}
