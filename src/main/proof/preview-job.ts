import type { PreviewInput, PreviewOutput } from '../../shared/printing/proof.ts'
import { missingInPdf, preview } from '../printing/render.ts'
import { openFiles } from '../store/files.ts'
import { layout } from '../store/folder.ts'
import type { JobContext } from '../store/jobs.ts'
import { drawProof, originalsOf } from './evidence.ts'

/** The pages of a proof as they will stand in the package's PDF, one SVG each, from `first` (0) up to `most` of them. In the worker: it draws every picture. */
export async function proofPreview({ facts, first, most }: PreviewInput, context: JobContext): Promise<PreviewOutput> {
  const { document, images } = await drawProof(facts, originalsOf(facts), openFiles(layout(context.folder).files), () => context.breathe())
  const shown = document.pages.slice(first, first + most)
  const pages = preview({ ...document, pages: shown }).map((svg, i) => {
    const placed = images.filter(({ page }) => page === first + i).map(({ x, y, w, h, bytes }) => `<image x="${x}" y="${y}" width="${w}" height="${h}" href="data:image/jpeg;base64,${bytes.toString('base64')}"/>`)
    return svg.replace(/<\/svg>$/, `${placed.join('')}</svg>`)
  })
  return { pages, of: document.pages.length, withoutFont: await missingInPdf(document) }
}
