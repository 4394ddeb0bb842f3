/**
 * Printing into a device file (/dev/usb/lp0, a serial line, a pipe) or an ordinary file.
 *
 * A device is opened without blocking: a printer that takes no more (paper out) then says "later" instead of holding the
 * write, so giving up really ends the job and nothing prints afterwards from our side.
 * An ordinary file stands for a printer's tray: jobs follow one another in it. A PDF cannot be continued, so it replaces it.
 */
import { constants } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { DEFAULT_DEADLINE_MS } from './target.ts'
import type { Outcome, SendOptions } from './target.ts'

const CHUNK = 8_192
const RETRY_MS = 20
// Errors that say that the call took nothing.
const TOOK_NOTHING = new Set(['EAGAIN', 'EBUSY', 'ENODEV', 'ENXIO', 'ENOSPC', 'EDQUOT', 'EFBIG'])

/** Send a job into a file. Never throws; every way it can end is an outcome. */
export async function sendFile(path: string, bytes: Uint8Array, options: SendOptions = {}): Promise<Outcome> {
  const { deadlineMs = DEFAULT_DEADLINE_MS, signal, onBytes } = options
  const stopped = (): boolean => signal?.aborted ?? false
  if (stopped()) return { state: 'failed', bytesSent: 0, reason: 'The job was stopped before it was sent.' }
  const kind = await stat(path).then(
    (found) => (found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'device'),
    (error: unknown) => (codeOf(error) === 'ENOENT' ? 'absent' : codeOf(error)),
  )
  if (kind === 'folder') return { state: 'failed', bytesSent: 0, reason: `${path} is a folder.` }
  if (kind === 'absent' && path.startsWith('/dev/')) return { state: 'failed', bytesSent: 0, reason: `${path} does not exist. Is the printer switched on and plugged in?` }
  if ((kind === 'file' || kind === 'absent') && Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '%PDF') return await replaceFile(path, bytes, onBytes)

  let handle: FileHandle
  try {
    const flags = kind === 'device' ? constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY : constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND
    handle = await open(path, flags, 0o600)
  } catch (error) {
    return { state: 'failed', bytesSent: 0, reason: sayFile(path, error) }
  }
  const before = kind === 'file' ? (await handle.stat()).size : 0
  let written = 0
  const broken = async (reason: string): Promise<Outcome> => {
    if (kind !== 'device' && (await undo(handle, before))) return { state: 'failed', bytesSent: 0, reason }
    return written === 0 ? { state: 'failed', bytesSent: 0, reason } : { state: 'unknown', bytesSent: written, reason }
  }
  try {
    let lastProgress = performance.now()
    while (written < bytes.length) {
      if (stopped()) return await broken('The job was stopped.')
      try {
        const result = await handle.write(bytes, written, Math.min(CHUNK, bytes.length - written))
        written += result.bytesWritten
        if (result.bytesWritten > 0) {
          lastProgress = performance.now()
          onBytes?.(written)
        }
      } catch (error) {
        const code = codeOf(error)
        if (code !== 'EAGAIN' && code !== 'EINTR') {
          // The driver may have passed on a part of a write that ended in an error.
          if (!TOOK_NOTHING.has(code) && kind === 'device') return { state: 'unknown', bytesSent: written, reason: sayFile(path, error) }
          return await broken(sayFile(path, error))
        }
        if (performance.now() - lastProgress > deadlineMs) return await broken(`The printer at ${path} takes no more data. Is it out of paper or paused?`)
        await pause(RETRY_MS)
      }
    }
    try {
      await handle.sync()
    } catch (error) {
      // Pipes and most printer devices cannot be synced; they say so, and the write itself was the hand-over.
      if (!['EINVAL', 'ENOTSUP', 'EROFS', 'ENOSYS'].includes(codeOf(error))) return { state: 'unknown', bytesSent: written, reason: sayFile(path, error) }
    }
    return { state: 'sent', bytesSent: written }
  } finally {
    await handle.close().catch(() => undefined)
  }
}

async function undo(handle: FileHandle, size: number): Promise<boolean> {
  return await handle.truncate(size).then(
    () => true,
    () => false,
  )
}

async function replaceFile(path: string, bytes: Uint8Array, onBytes: SendOptions['onBytes']): Promise<Outcome> {
  const temporary = `${path}.${process.pid}.part`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    onBytes?.(bytes.length)
    return { state: 'sent', bytesSent: bytes.length }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    return { state: 'failed', bytesSent: 0, reason: sayFile(path, error) }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}

function sayFile(path: string, error: unknown): string {
  const code = codeOf(error)
  const known: Record<string, string> = {
    ENOENT: `${path} does not exist.`,
    EACCES: `This user may not write to ${path}.`,
    EPERM: `This user may not write to ${path}.`,
    EBUSY: `${path} is in use by another program.`,
    ENXIO: `Nothing is connected to ${path}.`,
    ENODEV: `The printer at ${path} is gone. Is it plugged in?`,
    ENOSPC: 'The disk is full.',
    EROFS: `${path} is on a read-only disk.`,
    EPIPE: `The other end of ${path} was closed.`,
  }
  return known[code] ?? `${path} could not be written (${code}).`
}
