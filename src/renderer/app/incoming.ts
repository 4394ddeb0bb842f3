import { useEffect, useRef } from 'react'
import { fileKind, NOT_TAKEN, TOO_LARGE, type FileKind } from '../../shared/desktop/files.ts'
import { LARGEST_FILE } from '../../shared/desktop/names.ts'
import { onDesktop } from './desktop.ts'
import { createStore, useStore } from './store.ts'

/** Files that were dropped on the window or opened with the app, one after the other, and those that were not taken. */
export interface Incoming { files: readonly { file: File; kind: FileKind }[]; refused: readonly { name: string; why: string }[] }
const NOTHING: Incoming = { files: [], refused: [] }
export const incoming = createStore<Incoming>(NOTHING)

/** The screens that take files, each by the name of its place. */
export type Taker = 'directory' | 'letters' | 'tracking' | 'receipts'
/** Files on their way to the screen that takes them. */
export const given = createStore<{ to: Taker; files: readonly File[] } | null>(null)

/** Takes files in: what they are is asked where their kind does not say it. */
export function takeFiles(files: readonly File[], alsoRefused: Incoming['refused'] = []): void {
  const now = incoming.get()
  const taken: { file: File; kind: FileKind }[] = []
  const refused = [...now.refused, ...alsoRefused]
  for (const file of files) {
    const what = fileKind(file.name)
    if (what && file.size <= LARGEST_FILE) taken.push({ file, kind: what.kind })
    else refused.push({ name: file.name, why: what ? TOO_LARGE : NOT_TAKEN })
  }
  incoming.set({ files: [...now.files, ...taken], refused })
}

/** Takes the first file off the pile. */
export function firstDone(): void {
  incoming.set({ ...incoming.get(), files: incoming.get().files.slice(1) })
}

/** Takes the next files of one kind off the pile. */
export function takeKind(kind: FileKind): File[] {
  const now = incoming.get()
  incoming.set({ ...now, files: now.files.filter((one) => one.kind !== kind) })
  return now.files.filter((one) => one.kind === kind).map((one) => one.file)
}

export function refusalSeen(): void {
  incoming.set({ ...incoming.get(), refused: [] })
}

/** Files that are given to this screen come to it as soon as it is shown; with null they wait. */
export function useGiven(to: Taker | null, take: (files: readonly File[]) => void): void {
  const now = useStore(given)
  const latest = useRef(take)
  useEffect(() => { latest.current = take })
  useEffect(() => {
    if (now?.to !== to) return
    given.set(null)
    latest.current(now.files)
  }, [now, to])
}

/** Starts to take files: dropped anywhere, unless what lies under the mouse took them itself, and those the desktop hands over. */
export function startIncoming(): void {
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
  window.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (event.defaultPrevented || files.length === 0) return
    event.preventDefault()
    takeFiles(files)
  })
  onDesktop((message) => {
    if (message.kind === 'files') takeFiles(message.files.map(({ name, type, bytes }) => new File([bytes.slice()], name, { type })), message.refused)
  })
}
