import { ORPCError } from '@orpc/client'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { notifyManager, onlineManager, QueryClient, useQuery } from '@tanstack/react-query'
import type { ChangeNotice, StationStatus } from '../../shared/contract/office.ts'
import { ConnectionLost, createConnection } from './connection.ts'
import { greeting, takeLine, type Greeting } from './first-line.ts'
import { keptOfAnother } from './kept.ts'
import { createLater } from './later.ts'
import { keptSession, session, signedIn, signedOut } from './session.ts'
import { useStore } from './store.ts'
import { openLine } from './transport.ts'

let ahead: ReturnType<typeof takeLine> = null
/** What the line of now tells of changes, and since when it does: what was read from then on is kept up to date by it. */
let following: { changes: Greeting['changes']; since: number } | null = null

/** The page's one connection to its station. */
export const connection = createConnection({
  open: () => {
    ahead = takeLine()
    return ahead?.line ?? openLine(window.location)
  },
  greet: async (client) => {
    const since = following === null ? 0 : Date.now()
    const { changes, status, people } = await (ahead?.greeting ?? greeting(client))
    following = { changes, since }
    if (keptOfAnother(status.deviceId)) window.location.reload()
    queries.setQueryData(station.office.status.queryKey(), status)
    people.then((found) => queries.setQueryData(station.access.people.queryKey(), found), () => undefined)
    const kept = keptSession()
    if (!kept) return
    try {
      signedIn(await client.access.resume({ token: kept.token }), kept.since)
    } catch (error) {
      // Any answer but a signed-in person means: somebody has to sign in. No answer means: try the line again.
      if (!(error instanceof ORPCError)) throw error
      signedOut()
    }
  },
})

export const client = connection.client

// What an answer changes is drawn with the answer: the row of a scan in the same frame as its plate, and not one later.
notifyManager.setScheduler(queueMicrotask)

/** While the station does not answer, reading waits; what is already on the screen stays. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => error instanceof ConnectionLost && count < 3, retryDelay: 250, staleTime: 30_000, refetchOnWindowFocus: false },
    // A change that was not made is said at once and is never made later behind a person's back.
    mutations: { networkMode: 'always', retry: false },
  },
})

/** Query and mutation options for every procedure of the station. */
export const station = createTanstackQueryUtils(client)

/** What every screen shows of the station. */
export function useStation(): StationStatus | undefined {
  // A new line is asked before anybody uses it: a screen that was drawn earlier has nothing to ask.
  const enabled = useStore(connection.state) === 'open'
  return useQuery(station.office.status.queryOptions({ staleTime: Infinity, refetchInterval: 60_000, enabled })).data
}

/** The time zone that this computer is set to. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The office's time zone; the machine's own until the office is known. */
export function useZone(): string {
  return useStation()?.office?.zone ?? ownZone()
}

/** Which queries a topic of a change notice makes old. A topic nobody knows makes all of them old. */
const TOPICS: Record<string, () => readonly unknown[][]> = {
  // What waits for a person is counted with them.
  piece: () => [[...station.pieces.key()], [...station.intake.key()], [...station.directory.key()], [...station.custody.key()], [...station.days.key()]],
  // A day was signed off or reopened.
  days: () => [[...station.days.key()]],
  // Handovers, runs, locations, exceptions, stock-takes: what a piece's own topic does not say.
  custody: () => [[...station.custody.key()]],
  // Letters that go out and their books.
  certified: () => [[...station.certified.key()], [...station.receipts.key()], [...station.proof.key()], [...station.days.key()], [...station.tracking.key()]],
  // Return receipts and letters that came back.
  receipts: () => [[...station.receipts.key()], [...station.proof.key()]],
  // What carriers said, and what needs a person because of it.
  tracking: () => [[...station.tracking.key()], [...station.receipts.key()], [...station.proof.key()]],
  office: () => [[...station.office.key()]],
  access: () => [[...station.access.key()]],
  // Rows of people say what waits for them; recipient fields are read under pieces.
  directory: () => [[...station.directory.key()], [...station.pieces.key()]],
  // A setting, a printer, a saved view, a mail stop: ordinary tables of any area, whose changes are in the log by name only.
  record: () => [[]],
  // What became of messages.
  notify: () => [[...station.notify.key()], [...station.office.key()]],
  // How far print jobs have come.
  printing: () => [[...station.printing.key()], [...station.office.key()]],
  // A serial scanner was plugged in, unplugged or set up.
  scanning: () => [[...station.scanning.key()]],
  // Scheduled tasks: one began, or what came of it.
  tasks: () => [[...station.tasks.key()], [...station.office.key()]],
  // Only what shows the log itself reads this.
  log: () => [[...station.audit.key()]],
  // Legal holds.
  keep: () => [[...station.keep.key()]],
}

/** Follows the station's change notices for as long as the line lives, and reads again what has become old. */
async function followChanges(changes: Greeting['changes']): Promise<void> {
  let last: number | null = null
  for await (const notice of await changes) {
    const missed = last !== null && notice.count !== last + 1
    last = notice.count
    if (missed) freshen(null)
    else freshen(notice)
  }
}

const due = new Set<string>()
const later = createLater(() => { void caughtUp() })

/** Marks as old what a notice names. Notices of a burst of scans are put together, so that a list is read once after the burst and not beside every scan of it. */
function freshen(notice: ChangeNotice | null): void {
  const topics = notice?.topics ?? ['*']
  if (topics.length === 0) return
  for (const topic of topics) due.add(topic)
  later.ask()
}

/** Says that a scan is on its way through the page: what is due to be read again lets its row come first. */
export const scanUnderWay: () => void = later.letPass

/** Reads at once what notices have named, and waits for it: beside what a person's own work came to stands nothing from before it. */
export async function caughtUp(): Promise<void> {
  later.drop()
  const keys = [...due].map((topic) => TOPICS[topic])
  due.clear()
  if (keys.some((key) => key === undefined)) await queries.invalidateQueries()
  else await Promise.all(keys.flatMap((key) => key?.() ?? []).map(async (queryKey) => { await queries.invalidateQueries({ queryKey }) }))
}

/** Wires connection, session and queries together; called once when the page starts. */
export function startStation(): void {
  onlineManager.setEventListener((setOnline) => connection.state.subscribe(() => { setOnline(connection.state.get() === 'open') }))
  onlineManager.setOnline(connection.state.get() === 'open')
  connection.state.subscribe(() => {
    if (connection.state.get() !== 'open' || following === null) return
    const { changes, since } = following
    // Of a line that was lost nobody knows what it would have told; what is read on this one is as new as can be.
    void queries.invalidateQueries({ predicate: (query) => query.state.dataUpdatedAt < since }, { cancelRefetch: false })
    // The stream ends with the line; the next line starts the next one.
    followChanges(changes).catch(() => undefined)
  })
  let last: string | null = null
  session.subscribe(() => {
    const user = session.get()?.user.id ?? null
    // What one person may see, and their own views, are not another's.
    if (user !== null && last !== null && user !== last) void queries.invalidateQueries()
    if (user !== null) last = user
  })
  connection.onSignInNeeded(() => { signedOut() })
  window.addEventListener('online', connection.retry)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') connection.retry() })
}

/** Ends the session here and at the station. The screen is covered at once, whether or not the station answers. */
export function lock(): void {
  const was = session.get()
  signedOut()
  if (was && connection.state.get() === 'open') client.access.signOut().catch(() => undefined)
}
