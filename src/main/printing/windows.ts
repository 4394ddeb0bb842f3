/**
 * Printing raw bytes through the Windows spooler (winspool.drv), called with koffi.
 * Follows Microsoft's documentation of OpenPrinter, StartDocPrinter, WritePrinter and EndDocPrinter. It cannot run on Linux
 * or macOS, so the tests there cover only the refusal.
 */
import type { Outcome, SendOptions } from './target.ts'

interface Spooler {
  open: (name: string) => Promise<unknown>
  startDocument: (handle: unknown, title: string) => Promise<number>
  startPage: (handle: unknown) => Promise<boolean>
  write: (handle: unknown, bytes: Uint8Array) => Promise<{ ok: boolean; written: number }>
  endPage: (handle: unknown) => Promise<boolean>
  endDocument: (handle: unknown) => Promise<boolean>
  abort: (handle: unknown) => Promise<boolean>
  close: (handle: unknown) => Promise<boolean>
}

/** Hand a job to a Windows printer. `sent` means that the spooler has it, on disk, and will see to it. */
export async function sendWindows(printer: string, bytes: Uint8Array, options: SendOptions = {}): Promise<Outcome> {
  const { signal, onBytes, title = 'Pigeonhole' } = options
  const failed = (reason: string): Outcome => ({ state: 'failed', bytesSent: 0, reason })
  if (process.platform !== 'win32') return failed('Windows printers exist on Windows only.')
  if (signal?.aborted === true) return failed('The job was stopped before it was sent.')
  let spooler: Spooler
  try {
    spooler = await loadSpooler()
  } catch (error) {
    return failed(`The Windows spooler could not be reached (${error instanceof Error ? error.message : String(error)}).`)
  }
  const handle = await spooler.open(printer)
  if (handle === undefined) return failed(`Windows knows no printer by the name "${printer}".`)
  let written = 0
  try {
    if ((await spooler.startDocument(handle, title)) === 0) return failed(`The printer "${printer}" takes no job.`)
    if (!(await spooler.startPage(handle))) {
      await spooler.abort(handle)
      return failed(`The printer "${printer}" takes no job.`)
    }
    while (written < bytes.length) {
      const result = await spooler.write(handle, bytes.subarray(written))
      written += result.written
      if (!result.ok || result.written === 0) {
        // The spooler may already be passing the first part on, so abandoning it proves nothing.
        await spooler.abort(handle)
        return written === 0 ? failed(`The printer "${printer}" took nothing.`) : { state: 'unknown', bytesSent: written, reason: `The printer "${printer}" took only a part of the job.` }
      }
      onBytes?.(written)
    }
    const ended = (await spooler.endPage(handle)) && (await spooler.endDocument(handle))
    return ended ? { state: 'sent', bytesSent: written } : { state: 'unknown', bytesSent: written, reason: `The spooler did not finish the job for "${printer}".` }
  } finally {
    await spooler.close(handle)
  }
}

let loaded: Promise<Spooler> | undefined

function loadSpooler(): Promise<Spooler> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Spooler> {
  const { default: koffi } = await import('koffi')
  const library = koffi.load('winspool.drv')
  koffi.struct('DOC_INFO_1W', { pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' })
  const openPrinter = library.func('bool __stdcall OpenPrinterW(str16 name, _Out_ void **handle, void *defaults)')
  const startDoc = library.func('uint32_t __stdcall StartDocPrinterW(void *handle, uint32_t level, DOC_INFO_1W *info)')
  const writePrinter = library.func('bool __stdcall WritePrinter(void *handle, const uint8_t *bytes, uint32_t count, _Out_ uint32_t *written)')
  const simple = Object.fromEntries(['StartPagePrinter', 'EndPagePrinter', 'EndDocPrinter', 'AbortPrinter', 'ClosePrinter'].map((name) => [name, library.func(`bool __stdcall ${name}(void *handle)`)]))

  // The calls run on koffi's threads: a spooler on a sleeping print server can take seconds.
  const call = <T>(func: ReturnType<typeof library.func> | undefined, ...args: unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (func === undefined) reject(new Error('winspool.drv lacks a function'))
      else func.async(...args, (error: Error | null, result: T) => (error === null || error === undefined ? resolve(result) : reject(error)))
    })
  const named = (name: string) => (handle: unknown) => call<boolean>(simple[name], handle)
  return {
    async open(name) {
      const out: unknown[] = [null]
      return (await call<boolean>(openPrinter, name, out, null)) ? (out[0] ?? undefined) : undefined
    },
    startDocument: (handle, title) => call<number>(startDoc, handle, 1, { pDocName: title, pOutputFile: null, pDatatype: 'RAW' }),
    startPage: named('StartPagePrinter'),
    async write(handle, bytes) {
      const out = [0]
      const ok = await call<boolean>(writePrinter, handle, bytes, bytes.length, out)
      return { ok, written: out[0] ?? 0 }
    },
    endPage: named('EndPagePrinter'),
    endDocument: named('EndDocPrinter'),
    abort: named('AbortPrinter'),
    close: named('ClosePrinter'),
  }
}
