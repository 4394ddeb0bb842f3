import { t } from '../catalogue/index.ts'
import { problemOf } from '../app/problem.ts'
import { client } from '../app/station.ts'
import { uploadOf } from '../app/upload.ts'
import { makeScan, takeScan } from './scans.ts'

/** The most that the station takes, bytes. */
const LARGEST = 20 * 1024 * 1024

/** Reads every barcode in pictures and PDFs and takes each as a scan. Answers what could not be read, in the person's words; null when all was. */
export async function scanPictures(files: readonly File[]): Promise<string | null> {
  const lines: string[] = []
  for (const file of files) {
    if (file.size > LARGEST) {
      lines.push(t('scan.pictures.nameIsLargerThan20Mb', { name: file.name }))
      continue
    }
    const started = performance.now()
    try {
      const { pages, symbols } = await client.scanning.decodeImage({ content: (await uploadOf(file)).content })
      const took = Math.round(performance.now() - started)
      for (const { page, format, text } of symbols) takeScan(makeScan(text, { source: 'image', device: pages > 1 ? t('scan.pictures.namePagePage', { name: file.name, page }) : file.name, symbology: format, took }))
      if (symbols.length === 0) lines.push(t('scan.pictures.noBarcodeWasFoundInName', { name: file.name }))
    } catch (error) {
      lines.push(`${file.name}: ${problemOf(error).message}`)
    }
  }
  return lines.length === 0 ? null : lines.join(' ')
}
