import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HeldFile, ToPage } from '../../shared/desktop/channel.ts'
import { LARGEST_FILE } from '../../shared/desktop/names.ts'
import { fileKind, NOT_TAKEN, TOO_LARGE } from '../../shared/desktop/files.ts'

/** So many files are taken at a time: more were most likely not meant. */
const MOST = 20

/** The files that a command line names: everything with an ending the app takes; switches and their values are none. */
export function filesOf(args: readonly string[], folder: string): string[] {
  const paths: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--store') i++
    else if (!arg.startsWith('-') && fileKind(arg)) paths.push(pathOf(arg, folder))
  }
  return paths
}

/** Desktops of Linux name an opened file by its address, everybody else by its path. */
function pathOf(named: string, folder: string): string {
  try {
    return named.startsWith('file:') ? fileURLToPath(named) : resolve(folder, named)
  } catch {
    return resolve(folder, named)
  }
}

/** Reads files for the page. What cannot be read, is no file or is too large is told by its name. */
export async function readFiles(paths: readonly string[]): Promise<Extract<ToPage, { kind: 'files' }>> {
  const files: HeldFile[] = []
  const refused: { name: string; why: string }[] = []
  for (const path of paths.slice(0, MOST)) {
    const name = basename(path).slice(-255)
    const what = fileKind(name)
    try {
      const { size } = await stat(path)
      if (!what) refused.push({ name, why: NOT_TAKEN })
      else if (size > LARGEST_FILE) refused.push({ name, why: TOO_LARGE })
      else files.push({ name, type: what.type, bytes: new Uint8Array(await readFile(path)) })
    } catch {
      refused.push({ name, why: 'It cannot be read from its place.' })
    }
  }
  return { kind: 'files', files, refused }
}

export interface Inbox { add: (paths: readonly string[]) => void; /** Gives what waits to whoever can take it now. */ give: (take: (paths: readonly string[]) => void) => void; stop: () => void }

/** Keeps the files that were opened with the app until somebody is signed in to take them. */
export function createInbox(): Inbox {
  let waiting: string[] = []
  let taker: ((paths: readonly string[]) => void) | null = null
  const flush = (): void => {
    if (!taker || waiting.length === 0) return
    const paths = waiting
    waiting = []
    taker(paths)
  }
  return {
    add: (paths) => { waiting.push(...paths); flush() },
    give: (take) => { taker = take; flush() },
    stop: () => { taker = null },
  }
}
