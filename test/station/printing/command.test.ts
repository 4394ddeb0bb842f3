import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { toBuffer } from 'bwip-js/node'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { startTcpPrinter } from '../../devices/tcpPrinter.ts'
import { connectAs, openStation, scanOf, temporaryFolder, testStation, WORKER } from '../helpers.ts'

async function words(...args: string[]): Promise<{ code: number; out: string[]; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text), raw: () => undefined, input: Readable.from([]), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
  return { code, out, err: err.join('\n') }
}

async function command(...args: string[]): Promise<{ code: number; out: unknown[]; err: string }> {
  const said = await words(...args, '--json')
  return { ...said, out: said.out.map((text) => JSON.parse(text) as unknown) }
}

async function storeWithPiece(number: string) {
  const store = join(temporaryFolder(), 'store')
  const { station, operator, administrator } = await testStation({ folder: store })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
  const { piece } = await operator.intake.scan(scanOf(number))
  // Private use: no font may claim it.
  await operator.intake.assign({ pieces: [piece.id], recipient: { name: 'Wren \u{f8f1}' } })
  await station.close()
  return { store, piece }
}

test('print label sends to a network printer and to a file, keeps the jobs, and ends with 1 when nothing was printed', async () => {
  const { store, piece } = await storeWithPiece('1Z999AA10123456784')
  const paper = await startTcpPrinter({ answers: {} })
  onTestFinished(() => paper.close())
  const to = `tcp://127.0.0.1:${paper.port}`
  const sent = await command('print', 'label', '1Z999AA10123456784', '--to', to, '--store', store)
  expect(sent).toMatchObject({ code: 0, err: '', out: [{ piece: piece.id, printer: null, printerName: to, state: 'confirmed', attempts: 1 }] })
  expect(paper.labels).toHaveLength(1)
  const path = join(store, '..', 'label.zpl')
  expect(await command('print', 'label', piece.id, '--to', `file:${path}`, '--store', store)).toMatchObject({ code: 0, out: [{ state: 'sent' }] })
  expect(existsSync(path)).toBe(true)
  expect(readFileSync(path, 'utf8')).toMatch(/^\^XA[^]*REPLACEMENT LABEL[^]*\^XZ\s*$/u)
  const box = 'A character is printed as a box, because no font of this computer has it: \u{f8f1} (U+F8F1) of the recipient, "Wren \u{f8f1}".'
  expect(sent.out).toMatchObject([{ missing: expect.stringContaining(box) }])
  expect(await words('print', 'label', piece.id, '--to', to, '--store', store)).toMatchObject({ code: 0, out: [expect.stringContaining(`confirmed to ${to}`)], err: expect.stringContaining(box) })
  await paper.off()
  expect(await command('print', 'label', piece.id, '--to', to, '--store', store)).toMatchObject({ code: 1, out: [{ state: 'failed' }] })
  const reopened = openStation({ folder: store })
  expect((await connectAs(reopened, 'operator').printing.jobs({ piece: piece.id })).map(({ state, by }) => ({ state, by }))).toEqual(['failed', 'confirmed', 'sent', 'confirmed'].map((state) => ({ state, by: `Command line (${osUser()})` })))
})

test('a command that runs beside waiting jobs does not start to print them', async () => {
  const store = join(temporaryFolder(), 'store')
  const { station, operator, administrator } = await testStation({ folder: store })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
  const paper = await startTcpPrinter({ answers: {} })
  onTestFinished(() => paper.close())
  await paper.off()

  const printer = await administrator.printing.savePrinter({ name: 'Labels', target: `tcp://127.0.0.1:${paper.port}`, profile: defaultProfile('zpl'), purposes: ['piece'] })
  await operator.printing.testPage({ id: printer.id })
  await station.services.spooler.idle(printer.id)
  await station.close()
  await paper.on()
  expect((await command('find', 'nothing', '--store', store)).code).toBe(0)
  expect(paper.connections()).toBe(0)
})

test('wrong words are told apart from what cannot be done', async () => {
  const { store, piece } = await storeWithPiece('1Z999AA10123456784')
  expect(await command('print', 'label', piece.id, '--store', store)).toMatchObject({ code: 2, out: [] })
  expect(await command('print', 'money', '--to', 'file:x')).toMatchObject({ code: 2, out: [] })
  expect(await command('print', 'label', piece.id, '--to', 'cups:a', '--media', 'a0', '--store', store)).toMatchObject({ code: 2, out: [] })
  expect(await command('print', 'label', piece.id, '--to', 'lpt1', '--store', store)).toMatchObject({ code: 1, err: expect.stringContaining('lpt1') as string })
  expect(await command('print', 'label', '0000', '--to', 'cups:a', '--store', store)).toMatchObject({ code: 1, err: expect.stringContaining('0000') as string })
  expect(await command('decode')).toMatchObject({ code: 2 })
})

test('decode reads pictures one line a file, and says which could not be read', async () => {
  const folder = temporaryFolder()
  const [good, bad, none] = [join(folder, 'good.png'), join(folder, 'bad.png'), join(folder, 'none.png')]
  writeFileSync(good, await toBuffer({ bcid: 'code128', text: '1Z999AA10123456784', scale: 3, height: 12, paddingwidth: 20, paddingheight: 20, backgroundcolor: 'ffffff' }))
  writeFileSync(bad, 'not a picture')
  expect(await command('decode', good, bad, none)).toEqual({
    code: 1, err: '',
    out: [{ file: good, symbols: [{ format: 'Code128', text: '1Z999AA10123456784' }] }, { file: bad, error: 'This is not a picture or PDF that can be read.' }, { file: none, error: 'The file does not exist.' }],
  })
})

test('devices answers what this computer knows', async () => {
  expect(await command('devices')).toEqual({ code: 0, err: '', out: [{ printers: expect.any(Array) as unknown[], notes: expect.any(Array) as string[] }] })
})

test('a barcode in a picture that is dropped into the window is read; a file that is none is said', async () => {
  const { operator } = await testStation()
  const picture = await toBuffer({ bcid: 'qrcode', text: 'TEST-0123456789', scale: 4, padding: 10, backgroundcolor: 'ffffff' })
  expect(await operator.scanning.decodeImage({ content: picture.toString('base64') })).toEqual({ pages: 1, symbols: [{ page: 1, format: 'QRCode', text: 'TEST-0123456789' }] })
  await expect(operator.scanning.decodeImage({ content: Buffer.from('no picture').toString('base64') })).rejects.toMatchObject({ data: { code: 'unreadable' } })
})
