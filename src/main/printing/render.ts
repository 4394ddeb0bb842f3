/** From a document to what a printer gets. */
import type { PrintDocument } from '../../shared/printing/document.ts'
import { toPages } from '../../shared/printing/layout.ts'
import type { Language, Profile } from '../../shared/printing/profile.ts'
import { defaultProfile } from '../../shared/printing/profile.ts'
import { toSvg } from '../../shared/printing/svg.ts'
import { missingFrom } from './lacking.ts'
import type { PagePicture } from './pdf.ts'
import { toPdf } from './pdf.ts'
import { qrEncoder } from './qr.ts'
import { toZpl } from './zpl.ts'

export interface Rendered {
  readonly language: Language
  readonly bytes: Uint8Array
}

/**
 * Make the bytes for a printer. `created` is the time of the job (it stands in a PDF), so that the same job gives the same bytes.
 * @throws PrintContentError if the content cannot be printed at all; repeating does not help then.
 */
export async function render(document: PrintDocument, profile: Profile, created: Date): Promise<Rendered> {
  const bytes =
    profile.language === 'zpl' ? await toZpl(toPages(document), profile) : profile.language === 'escpos' ? await (await import('./escpos.ts')).toEscpos(document, profile) : await toPdf(toPages(document), profile, created)
  return { language: profile.language, bytes }
}

/** A PDF file, with which characters of which field no font has, in words; see {@link missingFrom}. */
export interface RenderedPdf {
  readonly bytes: Buffer
  readonly missing: string | null
}

/**
 * A document as a PDF file, for a download, an attachment or the system's print dialog; its paper is the document's own, and
 * every page of it is drawn once. `created` stands in the file: the same document and time give the same bytes.
 * @throws PrintContentError if the content cannot be printed at all.
 */
export async function renderPdf(document: PrintDocument, created: Date, pictures: readonly PagePicture[] = []): Promise<RenderedPdf> {
  return { bytes: Buffer.from(await toPdf(toPages(document), defaultProfile('pdf'), created, pictures)), missing: await missingInPdf(document) }
}

/** What of a document no font has when it is a PDF file, in words; what its preview says, too. */
export async function missingInPdf(document: PrintDocument): Promise<string | null> {
  return await missingFrom(document, defaultProfile('pdf'))
}

/** The preview for the screen: one SVG per page, made from the same places as the print. */
export function preview(document: PrintDocument, dpi = 203): string[] {
  return toSvg(document, qrEncoder, dpi)
}
