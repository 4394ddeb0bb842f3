import { t } from '../catalogue/index.ts'
import { client } from './station.ts'

/** A PDF as the station answers it: its title, its bytes in base64, and the station's words on what of it no font has. */
export interface Pdf { title: string; content: string; missing: string | null }

/** `dialog`: the person has the print dialog before them. `printed` and `closed`: what they did with it. `saved`: it is a file now. */
export type PrintEnd = 'dialog' | 'printed' | 'closed' | 'saved'

/** What became of a PDF, and what of it no font has: nobody may learn the first without the second. */
export interface PrintAnswer { end: PrintEnd; missing: string | null }

/** What is said of a print, followed by the station's words on what of it no font has. */
export const printed = (said: string, { missing }: { missing: string | null }): string => (missing === null ? said : `${said} ${missing}`)

let shown: { frame: HTMLIFrameElement; url: string } | null = null

/**
 * Opens the system's print dialog for a PDF. In the desktop app the station opens it, in a browser the browser does. Where a
 * browser cannot print a PDF by itself, the file is saved instead, and the answer says so.
 *
 * @throws the station's refusal, in the person's words, when the desktop's system could not print it
 */
export async function printPdf(pdf: Pdf): Promise<PrintAnswer> {
  const { title, content, missing } = pdf
  if (!window.location.protocol.startsWith('http')) return { end: (await client.printing.dialog({ title, content })).printed ? 'printed' : 'closed', missing }
  try {
    await printInFrame(pdf)
    return { end: 'dialog', missing }
  } catch {
    return savePdf(pdf)
  }
}

/** Hands a PDF to the browser's downloads, named by its title. */
export function savePdf(pdf: Pdf): PrintAnswer {
  const url = URL.createObjectURL(blobOf(pdf))
  const link = document.createElement('a')
  link.href = url
  link.download = `${pdf.title.replace(/[\\/:*?"<>|\u0000-\u001f]+/gu, ' ').replace(/ {2,}/gu, ' ').trim().slice(0, 100) || t('app.print.document')}.pdf`
  link.click()
  // The download has begun by the next turn; until then the address has to live.
  setTimeout(() => { URL.revokeObjectURL(url) }, 60_000)
  return { end: 'saved', missing: pdf.missing }
}

function blobOf({ content }: Pdf): Blob {
  return new Blob([Uint8Array.from(atob(content), (char) => char.charCodeAt(0))], { type: 'application/pdf' })
}

/** The frame stays until the next print: the dialog reads from it for as long as it is open. */
async function printInFrame(pdf: Pdf): Promise<void> {
  if (shown) {
    shown.frame.remove()
    URL.revokeObjectURL(shown.url)
  }
  const before = document.activeElement
  const own = document.createElement('iframe')
  own.title = pdf.title
  own.setAttribute('aria-hidden', 'true')
  own.tabIndex = -1
  // Out of sight, but not `display: none`: a viewer that is not laid out draws nothing.
  Object.assign(own.style, { position: 'fixed', right: '0', bottom: '0', width: '1px', height: '1px', border: '0', visibility: 'hidden' })
  const url = URL.createObjectURL(blobOf(pdf))
  shown = { frame: own, url }
  const loaded = new Promise<void>((resolve, reject) => {
    own.addEventListener('load', () => { resolve() }, { once: true })
    own.addEventListener('error', () => { reject(new Error('The PDF was not shown.')) }, { once: true })
  })
  own.src = url
  document.body.append(own)
  await loaded
  if (!own.contentWindow) throw new Error('The PDF was not shown.')
  own.contentWindow.print()
  // Keys pressed next are for the screen, not for a frame that nobody sees.
  if (document.activeElement === own && before instanceof HTMLElement) before.focus()
}
