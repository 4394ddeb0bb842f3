import { app, nativeImage, Notification, type BrowserWindow } from 'electron'
import type { Spot } from '../../shared/desktop/channel.ts'
import { status } from '../office/office.ts'
import type { Station } from '../station.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { needingAttention } from '../tracking/board.ts'
import { countBadge } from './badge.ts'

/** Something that needs a person: how much of it, in words without names or numbers of pieces, and where it is looked at. `about` is the same as long as it is about the same. */
export interface Need { about: string; count: number; words: string; spot: Spot }

/** What needs a person now. */
export function needs(station: Station): Need[] {
  const { services } = station
  if (!setting(services.store.db, OFFICE)) return []
  const { warnings, waiting } = status(station.connect())
  const followed = needingAttention(services)
  const [first] = followed
  const only: Spot | null = first && followed.length === 1 ? { to: first.direction === 'outbound' ? 'letters' : 'pieces', id: first.piece } : null
  return [
    { about: 'tracking', count: followed.length, words: only ? `A ${only.to === 'letters' ? 'letter' : 'piece'} needs attention.` : `${followed.length} letters need attention.`, spot: only ?? { to: 'tracking' as const } },
    { about: 'outbox', count: waiting.outboxLook ? 1 : 0, words: 'A message was not sent.', spot: { to: 'notices' as const } },
    ...warnings.map((warning) => ({ about: warning.message, count: 1, words: warning.message, spot: { to: 'settings' as const, ...(warning.section && { section: warning.section }) } })),
  ].filter((need) => need.count > 0)
}

/** How long changes are gathered before it is counted again, milliseconds. */
const GATHER = 2_000

/** Keeps the count on the app's icon, and tells of what is new while nobody looks at the window. Stops when `signal` aborts. */
export async function followAttention(station: Station, window: BrowserWindow, go: (spot: Spot) => void, signal: AbortSignal): Promise<void> {
  let told = new Map<string, number>()
  const count = (first: boolean): void => {
    const found = needs(station)
    showCount(window, found.reduce((sum, need) => sum + need.count, 0))
    const news = found.filter((need) => need.count > (told.get(need.about) ?? 0))
    told = new Map(found.map((need) => [need.about, need.count]))
    if (news.length > 0 && !first && !window.isFocused() && Notification.isSupported()) notify(news, go)
  }
  count(true)
  let timer: NodeJS.Timeout | undefined
  signal.addEventListener('abort', () => clearTimeout(timer))
  for await (const { topics } of station.services.changes.subscribe(signal)) {
    if (topics.length === 0 || timer) continue
    timer = setTimeout(() => {
      timer = undefined
      if (!signal.aborted) count(false)
    }, GATHER)
  }
}

/**
 * The newest notices, whether they are still shown or not: a notice that has closed waits in the system's list, where it may be clicked
 * much later. Electron lets go of one that nobody holds, and its click leads nowhere then.
 */
const held: Notification[] = []
const HELD = 20

function notify(news: readonly Need[], go: (spot: Spot) => void): void {
  const [first] = news
  const notice = new Notification({ title: 'Pigeonhole', body: news.map((need) => need.words).join('\n').slice(0, 400) })
  held.push(notice)
  if (held.length > HELD) held.shift()
  notice.on('click', () => { if (first) go(first.spot) })
  notice.show()
}

function showCount(window: BrowserWindow, count: number): void {
  if (process.platform !== 'win32') app.setBadgeCount(count)
  else if (count === 0) window.setOverlayIcon(null, '')
  else window.setOverlayIcon(nativeImage.createFromBitmap(Buffer.from(countBadge(count)), { width: 16, height: 16 }), `${count} need attention`)
}
