import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'

/** Where a station writes what an administrator may have to read. Never names, numbers of pieces or secrets. */
export interface Logger {
  info(message: string, detail?: Record<string, unknown>): void
  warn(message: string, detail?: Record<string, unknown>): void
  error(message: string, detail?: Record<string, unknown>): void
}

const LIMIT = 2 << 20

/** A log of JSON lines that starts a new file at 2 MB and keeps the one before. */
export function fileLogger(path: string): Logger {
  const write = (level: string, message: string, detail: Record<string, unknown> = {}): void => {
    try {
      if (existsSync(path) && statSync(path).size > LIMIT) renameSync(path, `${path}.1`)
      appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), level, message, ...detail })}\n`, { mode: 0o600 })
    } catch {
      // A log that cannot be written must not stop the mail; the store itself reports a full disk.
    }
  }
  return {
    info: (message, detail) => write('info', message, detail),
    warn: (message, detail) => write('warn', message, detail),
    error: (message, detail) => write('error', message, detail),
  }
}

export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} }
