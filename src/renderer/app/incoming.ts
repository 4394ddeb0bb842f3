import { useCallback, useEffect, useRef, useState } from 'react'
import { t } from '../catalogue/index.ts'
import { fileKind, NOT_TAKEN, TOO_LARGE, type FileKind } from '../../shared/desktop/files.ts'
import { LARGEST_FILE } from '../../shared/desktop/names.ts'
import { onDesktop } from './desktop.ts'
import { createOpenStore, LARGEST_HELD, useHeld } from './kept.ts'
import { useStore } from './store.ts'
import { bytesOf, uploadOf } from './upload.ts'

/** The screens that take files, each by the name of its place. */
export type Taker = 'directory' | 'letters' | 'tracking' | 'receipts'
/** A file that waits: for a person who says what it is, or for the screen that takes it. */
export interface IncomingFile { file: File; kind: FileKind; to: Taker | null }
/** Files that were dropped on the window or opened with the app, one after the other, and those that were not taken. */
export interface Incoming { files: readonly IncomingFile[]; refused: readonly { name: string; why: string }[] }
/** What of it outlives the page: of a file its bytes in base64, null where they have not been read or are too many. */
interface KeptIncoming { files: readonly { file: { name: string; type: string; content: string | null }; kind: FileKind; to: Taker | null }[]; refused: Incoming['refused'] }

/** What was read of the files that wait. */
const contents = new WeakMap<File, string>()

/** @param room for how many characters of base64 there is room */
function brief({ files, refused }: Incoming, room = LARGEST_HELD): KeptIncoming {
  return {
    refused,
    files: files.map(({ file, kind, to }) => {
      const content = contents.get(file) ?? null
      const fits = content !== null && content.length <= room
      if (fits) room -= content.length
      return { file: { name: file.name, type: file.type, content: fits ? content : null }, kind, to }
    }),
  }
}

/** Makes files of what was kept; of one that is gone with the page its name is said. */
function mend(was: Incoming | KeptIncoming): Incoming {
  const files: IncomingFile[] = []
  const refused = [...was.refused]
  for (const { file, kind, to } of was.files) {
    if (file instanceof File) files.push({ file, kind, to })
    else if (file.content === null) refused.push({ name: file.name, why: t('app.incoming.theWindowStoppedBeforeItWas') })
    else {
      const made = new File([bytesOf(file.content)], file.name, { type: file.type })
      contents.set(made, file.content)
      files.push({ file: made, kind, to })
    }
  }
  return { files, refused }
}

export const incoming = createOpenStore<Incoming, KeptIncoming>('incoming', { files: [], refused: [] }, mend, (now) => brief(now), {
  least: (now) => brief(now, 0),
  join: (was, now) => ({ files: [...was.files, ...now.files], refused: [...was.refused, ...now.refused] }),
})

/** Takes files in: what they are is asked where their kind does not say it. */
export function takeFiles(files: readonly File[], alsoRefused: Incoming['refused'] = []): void {
  const now = incoming.get()
  const taken: IncomingFile[] = []
  const refused = [...now.refused, ...alsoRefused]
  for (const file of files) {
    const what = fileKind(file.name)
    if (what && file.size <= LARGEST_FILE) taken.push({ file, kind: what.kind, to: null })
    else refused.push({ name: file.name, why: what ? TOO_LARGE : NOT_TAKEN })
  }
  incoming.set({ files: [...now.files, ...taken], refused })
  for (const { file } of taken) void readAhead(file)
}

/** Says of files that were gone with a page that crashed that they have to be chosen again. */
export function lostFiles(names: readonly string[]): void {
  takeFiles([], names.map((name) => ({ name, why: t('app.incoming.theWindowStoppedBeforeItWas') })))
}

/** Reads a file while it waits, so that it is still here after a crash of the page; one that is too large to be held would only take memory. */
async function readAhead(file: File): Promise<void> {
  if (file.size > LARGEST_HELD * 3 / 4) return
  try {
    contents.set(file, (await uploadOf(file)).content)
    if (incoming.get().files.some((one) => one.file === file)) incoming.set({ ...incoming.get() })
  } catch {
    // Whoever takes it finds out and says so.
  }
}

/** Files of one kind that nobody has said yet what to do with. */
const asked = (kind: FileKind) => (one: IncomingFile): boolean => one.kind === kind && one.to === null

/** Sends files on to the screen that takes them. */
export function giveTo(to: Taker, files: readonly File[]): void {
  const now = incoming.get()
  incoming.set({ ...now, files: now.files.map((one) => (files.includes(one.file) ? { ...one, to } : one)) })
}

/** Takes files off the pile. */
export function takeOff(files: readonly File[]): void {
  const now = incoming.get()
  incoming.set({ ...now, files: now.files.filter((one) => !files.includes(one.file)) })
}

/** The files of one kind that wait for a person's word. */
export const waitingOf = (kind: FileKind): File[] => incoming.get().files.filter(asked(kind)).map((one) => one.file)

export function refusalSeen(): void {
  incoming.set({ ...incoming.get(), refused: [] })
}

/** True while files wait for this screen. */
export function useWaiting(to: Taker): boolean {
  return useStore(incoming).files.some((one) => one.to === to)
}

/**
 * Files that are given to this screen come to it as soon as it is shown; with null they wait.
 *
 * @param most how many the screen takes at once
 */
export function useGiven(to: Taker | null, take: (files: readonly File[]) => void, most = Infinity): void {
  const now = useStore(incoming)
  const latest = useRef(take)
  useEffect(() => { latest.current = take })
  useEffect(() => {
    if (to === null) return
    const mine = now.files.filter((one) => one.to === to && incoming.get().files.includes(one)).slice(0, most).map((one) => one.file)
    if (mine.length === 0) return
    takeOff(mine)
    latest.current(mine)
  }, [now, to, most])
}

/**
 * Remembers which files a screen is reading: what a crash of the page interrupted is said with the files that were not taken.
 *
 * @returns to be called with the files that are being read, and with none once they are done
 */
export function useReading(key: string): (files: readonly File[]) => void {
  const [names, setNames] = useHeld<readonly string[]>(`reading.${key}`, [])
  const [interrupted] = useState(names)
  useEffect(() => {
    if (interrupted.length === 0) return
    setNames([])
    lostFiles(interrupted)
  }, [interrupted, setNames])
  return useCallback((files) => { setNames(files.map((file) => file.name)) }, [setNames])
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
