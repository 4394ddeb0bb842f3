/** Pages of scans and PDFs as pictures that every screen and PDF can show. Runs in the worker: drawing takes long. */
import type { Sharp } from 'sharp'
import sharp from 'sharp'
import type { FileType } from '../../shared/contract/pieces.ts'
import { openFiles } from '../store/files.ts'
import { layout } from '../store/folder.ts'
import type { JobContext } from '../store/jobs.ts'
import { openPdf, textOfPdf } from './decodePdf.ts'
import { DecodeError } from './decodeTypes.ts'

export interface Picture { bytes: Buffer; width: number; height: number }

/** How large a picture is drawn at most, in dots of its longer side, and with what quality. */
export interface Drawn { longest: number; quality: number }

/** Draws pages as JPEG, from `first` (0) up to `end`. @throws DecodeError, or what sharp says of a damaged picture */
export async function picturesOf(bytes: Uint8Array, type: FileType, { longest, quality }: Drawn, end: number, first = 0): Promise<Picture[]> {
  const made: Picture[] = []
  const add = async (image: Sharp): Promise<void> => {
    const { data, info } = await image.flatten({ background: '#fff' }).resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true }).jpeg({ quality }).toBuffer({ resolveWithObject: true })
    made.push({ bytes: data, width: info.width, height: info.height })
  }
  if (type === 'application/pdf') {
    for await (const page of openPdf(bytes, 200, longest, end, first)) await add(sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } }))
  } else if (type.startsWith('image/')) {
    const { pages } = await sharp(bytes).metadata()
    for (let page = first; page < Math.min(type === 'image/tiff' ? (pages ?? 1) : 1, end); page++) await add(sharp(bytes, { page, failOn: 'none' }).autoOrient())
  }
  return made
}

/** A page whose darkest place is no darker than this beside its mean has nothing on it; the grain of paper stays below, a thin line or a signature does not. */
const EMPTY = 12

function fileOf(context: JobContext, file: string): Buffer {
  const bytes = openFiles(layout(context.folder).files).get(file)
  if (!bytes) throw new DecodeError('This file is missing on this computer. Restore it from a backup.')
  return bytes
}

/** How many pages a kept file has, and the text of each page of a PDF. @throws DecodeError */
export async function pagesOf({ file, type }: { file: string; type: FileType }, context: JobContext): Promise<{ pages: number; texts: string[] }> {
  const bytes = fileOf(context, file)
  if (type === 'application/pdf') {
    const texts = await textOfPdf(bytes)
    return { pages: texts.length, texts }
  }
  const { pages } = await sharp(bytes).metadata().catch((error: unknown) => { throw new DecodeError('This is not a picture that can be read.', { cause: error }) })
  return { pages: type === 'image/tiff' ? (pages ?? 1) : 1, texts: [] }
}

/** One page of a kept file as JPEG, and whether nothing stands on it. @throws DecodeError */
export async function pagePicture({ file, type, page, longest, quality }: { file: string; type: FileType; page: number } & Drawn, context: JobContext): Promise<{ bytes: Uint8Array; empty: boolean }> {
  const [picture] = await picturesOf(fileOf(context, file), type, { longest, quality }, page, page - 1).catch((error: unknown) => {
    throw error instanceof DecodeError ? error : new DecodeError('This page is damaged and cannot be drawn.', { cause: error })
  })
  if (!picture) throw new DecodeError('The file has no such page.')
  // A border of the scanner is left out: only what lies within it counts.
  const [cut, cutDown] = [Math.floor(picture.width / 20), Math.floor(picture.height / 20)]
  const { channels } = await sharp(picture.bytes).extract({ left: cut, top: cutDown, width: picture.width - 2 * cut, height: picture.height - 2 * cutDown }).greyscale().blur(2).toBuffer().then((inner) => sharp(inner).stats())
  const [grey] = channels
  return { bytes: picture.bytes, empty: grey !== undefined && grey.mean - grey.min < EMPTY }
}
