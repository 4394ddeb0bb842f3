import { BrowserWindow } from 'electron'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { allowDocument } from './security.ts'

/** How long the viewer may take to draw a PDF before the dialog is opened all the same, milliseconds. */
const DRAWN_MS = 5_000

/**
 * Opens the system's print dialog for a PDF, in a window of its own that is never shown and holds nothing else. Answers false
 * when the person closed the dialog without printing.
 *
 * @throws Error when the document could not be opened or the system could not print it
 */
export async function printPdf(content: Uint8Array, title: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'pigeonhole-print-'))
  const window = new BrowserWindow({ show: false, title, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false } })
  try {
    // The system's queue shows the document by the name of its file.
    const path = join(folder, `${title.replace(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 60) || 'document'}.pdf`)
    await writeFile(path, content, { mode: 0o600 })
    const url = pathToFileURL(path).href
    allowDocument(window.webContents, url)
    const drawn = viewerDrew(window)
    await window.loadURL(url)
    await drawn
    return await new Promise<boolean>((resolve, reject) => {
      window.webContents.print({ silent: false, printBackground: true }, (printed, reason) => {
        if (printed || /cancel/iu.test(reason)) resolve(printed)
        else reject(new Error(reason))
      })
    })
  } finally {
    window.destroy()
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** The viewer draws after its page has loaded, and only then is there something to print. Electron's own tests wait for the same event. */
function viewerDrew(window: BrowserWindow): Promise<void> {
  const contents: NodeJS.EventEmitter = window.webContents
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAWN_MS)
    contents.once('-pdf-ready-to-print', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
