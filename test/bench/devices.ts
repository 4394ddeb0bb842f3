// The rows of printing and barcode reading: from Enter to the last byte of a label, and how long a picture takes.
import bwip from 'bwip-js/node'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { trackingNumber } from '../../src/main/sample/numbers.ts'
import { chance } from '../../src/main/sample/chance.ts'
import type { Station } from '../../src/main/station.ts'
import { newId } from '../../src/shared/ids.ts'
import { defaultProfile } from '../../src/shared/printing/profile.ts'
import type { TcpPrinter } from '../devices/tcpPrinter.ts'
import { startTcpPrinter } from '../devices/tcpPrinter.ts'
import type { Client } from '../station/helpers.ts'
import type { createReport } from './measure.ts'
import { quantile } from './measure.ts'

// The named exports of this package are symbologies; the functions hang on its default export.
// oxlint-disable-next-line import/no-named-as-default-member
const { toBuffer } = bwip

type Report = ReturnType<typeof createReport>
/** The pauses of a person between two pieces are left out; what is measured is each piece by itself. */
const LABELS = 100
const WARM = 5

/** Adds the rows to a report. The client has to be an administrator's. */
export async function deviceRows(station: Station, client: Client, report: Report): Promise<void> {
  for (const [name, answers] of [['that answers', {}], ['that never answers', undefined]] as const) {
    const paper = await startTcpPrinter(answers === undefined ? {} : { answers })
    try {
      const times = await labels(station, client, paper, name)
      report.add(`Enter to the last byte of the label, printer ${name}, p50`, quantile(times, 0.5), 'ms')
      report.add(`Enter to the last byte of the label, printer ${name}, p95`, quantile(times, 0.95), 'ms', { goal: 100 })
    } finally {
      await paper.close()
    }
  }
  await pictures(station, report)
}

/** Milliseconds from the call of each intake until the printer has worked off the whole label. */
async function labels(station: Station, client: Client, paper: TcpPrinter, name: string): Promise<number[]> {
  const printer = await client.printing.savePrinter({ name: `Bench, printer ${name}`, target: `tcp://127.0.0.1:${paper.port}`, profile: { ...defaultProfile('zpl'), media: '4x6' }, purposes: ['piece'] })
  await client.printing.saveSettings({ labelWhen: 'intake' })
  const c = chance(paper.port)
  const times: number[] = []
  for (let i = 0; i < LABELS + WARM; i++) {
    const text = trackingNumber(c)
    const printed = paper.labels.length
    const started = performance.now()
    await client.intake.scan({ id: newId(Date.now()), text, source: 'wedge', caughtAt: Date.now() })
    // Looked at in every turn of the loop: the last byte is there when the printer has seen the label's end.
    while (paper.labels.length === printed) await new Promise((resolve) => { setImmediate(resolve) })
    if (i >= WARM) times.push(performance.now() - started)
    await station.services.spooler.idle(printer.id)
  }
  await client.printing.saveSettings({ labelWhen: 'off' })
  await client.printing.removePrinter({ id: printer.id })
  return times
}

const ARTICLE = '9307109876500000000010'
const SPOILT: readonly ((picture: Sharp) => Sharp)[] = [
  (picture) => picture, (picture) => picture.rotate(7, { background: '#fff' }), (picture) => picture.rotate(90), (picture) => picture.rotate(180), (picture) => picture.rotate(45, { background: '#fff' }),
  (picture) => picture.rotate(21, { background: '#fff' }), (picture) => picture.rotate(68, { background: '#999' }),
  (picture) => picture.blur(1.4), (picture) => picture.linear(0.15, 110), (picture) => picture.jpeg({ quality: 14 }), (picture) => picture.resize({ width: 360 }), (picture) => picture.extend({ top: 600, bottom: 600, left: 500, right: 500, background: '#fff' }),
]

/** Every kind of label, spoilt in every way, through the decoder's thread. A label that is not read counts as found too few. */
async function pictures(station: Station, report: Report): Promise<void> {
  const common = { scale: 3, paddingwidth: 12, paddingheight: 12, backgroundcolor: 'FFFFFF' }
  const codes = await Promise.all([
    toBuffer({ ...common, bcid: 'gs1-128', text: `(420)10023(93)${ARTICLE.slice(2)}`, height: 15 }), toBuffer({ ...common, bcid: 'code128', text: '1Z999AA10123456784', height: 15 }),
    toBuffer({ ...common, bcid: 'qrcode', text: 'PH7K00012345' }), toBuffer({ ...common, bcid: 'datamatrix', text: 'J18CUSB6CXXXX' }), toBuffer({ ...common, bcid: 'pdf417', text: 'Name, Street 1, Springfield IL 62701' }),
  ])
  const set = await Promise.all(codes.flatMap((code) => SPOILT.map(async (spoil) => {
    const picture = spoil(sharp(code).flatten({ background: '#fff' }))
    return await picture.toBuffer()
  })))
  const times: number[] = []
  let read = 0
  await station.services.decoder.decode({ bytes: set[0] ?? new Uint8Array() })
  for (const bytes of set) {
    const started = performance.now()
    const { pages } = await station.services.decoder.decode({ bytes })
    times.push(performance.now() - started)
    if (pages.some((page) => page.symbols.length > 0)) read++
  }
  report.add('decode a picture, p50', quantile(times, 0.5), 'ms')
  report.add('decode a picture, p95', quantile(times, 0.95), 'ms')
  report.add('pictures of the decode set that were read', read / set.length, 'share', { goal: 0.95, atLeast: true })
}
