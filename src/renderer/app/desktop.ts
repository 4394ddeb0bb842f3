import type { About, ToDesktop, ToPage, Trouble } from '../../shared/desktop/channel.ts'
import { DESKTOP_CHANNEL } from '../../shared/desktop/names.ts'
import { createStore, useStore } from './store.ts'

/** The desktop that this page is shown on; null in a browser, where nobody answers. */
export const desktop = createStore<About | null>(null)
/** What keeps the store from being opened. */
export const trouble = createStore<Trouble | null>(null)

type Told = Exclude<ToPage, { kind: 'about' | 'trouble' | 'folder' }>
const listeners = new Set<(message: Told) => void>()
const asked = new Map<number, (path: string | null) => void>()
let lastAsked = 0
let port: MessagePort | null = null

/** Offers the desktop a port. A browser has nobody to take it, and everything that needs a desktop stays hidden. */
export function startDesktop(): void {
  const { port1, port2 } = new MessageChannel()
  port = port1
  port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => { void check(data) })
  port1.start()
  window.postMessage(DESKTOP_CHANNEL, window.origin === 'null' ? '*' : window.origin, [port2])
}

/** Only a desktop sends anything: what checks it comes with its first message. They are heard in their order. */
async function check(data: unknown): Promise<void> {
  const { toPage } = await import('../../shared/desktop/channel.ts')
  const read = toPage.safeParse(data)
  if (read.success) hear(read.data)
}

function hear(message: ToPage): void {
  if (message.kind === 'about') desktop.set(message.about)
  else if (message.kind === 'trouble') trouble.set(message.trouble)
  else if (message.kind === 'folder') {
    asked.get(message.id)?.(message.path)
    asked.delete(message.id)
  } else for (const listener of listeners) listener(message)
}

/** Tells the desktop something; nothing happens in a browser. */
export function tellDesktop(message: ToDesktop): void {
  port?.postMessage(message)
}

/** Hears of commands from the menu, opened files, and the computer waking up. */
export function onDesktop(listener: (message: Told) => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

/** Opens the system's dialog for a folder, beginning at `from`; null when it was closed. */
export async function chooseFolder(title: string, from: string): Promise<string | null> {
  const id = ++lastAsked
  return await new Promise((resolve) => {
    asked.set(id, resolve)
    tellDesktop({ kind: 'folder', id, title, from })
  })
}

/** The desktop that this page is shown on, or null in a browser. */
export function useDesktop(): About | null {
  return useStore(desktop)
}
