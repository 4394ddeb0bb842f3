import { chromium } from '@playwright/test'
import { toBuffer } from 'bwip-js/node'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { hasSocat, plugIn } from '../devices/serialLine.ts'
import { clean } from './axe.ts'
import { burst, expect, firstRun, IN_DESKTOP, strokes, test } from './fixture.ts'

const CERTIFIED = '9307109876500000000010'

async function barcode(bcid: string, text: string): Promise<Buffer> {
  return Buffer.from(await toBuffer({ bcid, text, scale: 2, height: 20, paddingwidth: 20, paddingheight: 12, backgroundcolor: 'FFFFFF' }))
}

async function onTest(page: Page): Promise<void> {
  await page.keyboard.press('Alt+v')
  await expect(page.getByRole('heading', { name: 'No printer is set up' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { name: 'Scan anything' })).toBeVisible()
}

const last = (page: Page) => page.getByRole('region', { name: 'Read last' })

test('a scan and a picture show what was read, byte by byte, and what it is taken for; nothing is taken in', async ({ page, host }) => {
  await firstRun(page, host)
  await onTest(page)
  await clean(page)
  await strokes(page, burst('1Z999AA10123456784'))
  await expect(last(page)).toContainText('1Z 999 AA1 01 2345 6784')
  await expect(last(page)).toContainText('UPS')
  await expect(last(page)).toContainText('check digit fits')
  await expect(last(page)).toContainText('31 5A 39 39 39')
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Control+o')
  await (await chooser).setFiles({ name: 'label.png', mimeType: 'image/png', buffer: await barcode('gs1-128', `(420)10023(${CERTIFIED.slice(0, 2)})${CERTIFIED.slice(2)}`) })
  await expect(last(page)).toContainText('label.png')
  await expect(last(page)).toContainText('9307 1098 7650 0000 0000 10')
  await expect(last(page)).toContainText(`42010023\u241d${CERTIFIED}`)
  await expect(last(page)).toContainText('GS1-128')
  await expect(last(page)).toContainText('USPS')
  await (await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]))[0].setFiles([{ name: 'empty.png', mimeType: 'image/png', buffer: await sharp({ create: { width: 200, height: 100, channels: 3, background: '#fff' } }).png().toBuffer() }, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }])
  await expect(page.getByText(/No barcode was found in empty\.png.*notes\.txt: This is not a picture or PDF that can be read\./)).toBeVisible()
  await expect(page.getByRole('table', { name: 'Read before' })).toContainText('1Z999AA10123456784')
  await clean(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'No printer is set up' })).toBeVisible()
  await page.keyboard.press('Alt+9')
  await expect(page.getByText('1Z 999 AA1')).toHaveCount(0)
})

test('a serial scanner is set up with the keyboard, read, and pulled out in the middle of a code; a scan during a dialog waits for it', async ({ page, host }) => {
  test.skip(!hasSocat, 'socat is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-serial-'))
  const line = await plugIn(join(folder, 'ttyACM0'))
  try {
    await firstRun(page, host)
    await onTest(page)
    await page.keyboard.press('F4')
    await page.getByLabel('Name', { exact: true }).fill('Dock')
    await page.getByLabel('Port', { exact: false }).first().fill(line.path)
    await clean(page)
    await page.keyboard.press('Enter')
    const connected = page.getByRole('region', { name: 'Scanners of this workstation' })
    await expect(connected.getByRole('listitem').filter({ hasText: 'Dock' })).toContainText('Connected')
    line.send(`]C142010023\u001d${CERTIFIED}\r\n`)
    for (const words of ['9307 1098 7650 0000 0000 10', 'GS1-128', ']C1', 'Dock, Serial']) await expect(last(page)).toContainText(words)
    await page.keyboard.press('F4')
    line.send('1Z999AA10123456784\r')
    await expect(page.getByText('1 scan waits until this is closed.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(last(page)).toContainText('1Z 999 AA1')
    await clean(page)
    await page.keyboard.press('Alt+1')
    line.send('771288203510\r94001000')
    await expect(page.getByLabel('Last scan')).toContainText('8820 3510')
    await line.unplug()
    await expect(page.getByRole('alert').filter({ hasText: /Dock (was unplugged in the middle of a code|sent the start of a code)/ }).first()).toBeVisible()
    await strokes(page, burst('1Z999AA10123456784'))
    await expect(page.getByLabel('Last scan')).toContainText('2345 6784')
    await expect(page.getByRole('alert').filter({ hasText: 'Dock' })).toHaveCount(0)
    await expect(page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')).toHaveCount(2)
  } finally {
    await line.unplug()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('without a camera, or when it may not be used, the screen says what to do', async ({ page, host }) => {
  await firstRun(page, host)
  await onTest(page)
  await page.keyboard.press('F7')
  await expect(page.getByRole('alert')).toContainText(/This page may not use the camera\. Allow the camera|This computer has no camera that can be used/)
  await clean(page)
  await page.keyboard.press('F7')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

/** A film that a stand-in for a camera plays again and again: grey pictures in the YUV4MPEG2 format. */
async function film(path: string, frames: readonly Buffer[]): Promise<void> {
  const parts: Buffer[] = [Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n')]
  for (const frame of frames) {
    const grey = await sharp(frame).resize(640, 480, { fit: 'contain', background: '#fff' }).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer()
    parts.push(Buffer.from('FRAME\n'), grey, Buffer.alloc(640 * 480 / 2, 128))
  }
  writeFileSync(path, Buffer.concat(parts))
}

test('the camera reads every symbol of its picture, each with one beep, without a network', async ({ host, launchOptions }) => {
  test.skip(IN_DESKTOP, 'a browser of its own has the camera of this test')
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-film-'))
  const path = join(folder, 'camera.y4m')
  const [bars, qr] = [await barcode('code128', CERTIFIED), await barcode('qrcode', 'PLA-0142')]
  const both = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#fff' } })
    .composite([{ input: await sharp(bars).resize({ width: 560 }).png().toBuffer(), top: 20, left: 40 }, { input: await sharp(qr).resize({ height: 180 }).png().toBuffer(), top: 280, left: 220 }]).png().toBuffer()
  await film(path, [both])
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${path}`] })
  try {
    const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => { faults.push(error.message) })
    page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
    const asked: string[] = []
    page.on('request', (request) => { if (!request.url().startsWith(new URL(host.address).origin) && !request.url().startsWith('blob:')) asked.push(request.url()) })
    await page.addInitScript(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      window.addEventListener('pigeonhole:sound', (event) => { heard.push(String((event as CustomEvent).detail)) })
    })
    await firstRun(page, host)
    await onTest(page)
    await page.keyboard.press('F7')
    await expect(page.getByText('2 in the picture.')).toBeVisible()
    const texts = [page.getByText(CERTIFIED, { exact: true }), page.getByText('PLA-0142', { exact: true })]
    for (const text of texts) await expect(text.first()).toBeVisible()
    await clean(page)
    // Ten more frames of the same picture add nothing and make no sound.
    for (let i = 0; i < 10; i++) await page.evaluate(async () => { await new Promise((resolve) => requestAnimationFrame(resolve)) })
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['right', 'right'])
    await page.keyboard.press('F7')
    await expect(page.getByLabel("The camera's picture")).toHaveCount(0)
    await expect(page.getByRole('table', { name: 'Read before' }).getByRole('row')).toHaveCount(2)
    // On every other screen it is a scanner like any other, and goes on while the screens change.
    await page.keyboard.press('Alt+9')
    await page.keyboard.press('Shift+F7')
    await expect(page.getByRole('region', { name: 'Camera' })).toContainText('2 in the picture.')
    await page.keyboard.press('Alt+1')
    await expect(page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')).toHaveCount(2)
    await clean(page)
    await page.keyboard.press('Shift+F7')
    await expect(page.getByRole('region', { name: 'Camera' })).toHaveCount(0)
    expect({ faults, asked }).toEqual({ faults: [], asked: [] })
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Scanners of the usage page 0x8C for a page that has none: they are plugged in, chosen, remembered, heard and pulled out as WebHID does it. */
interface Bus { plug: (name: string, busy?: boolean) => void; unplug: (name: string) => void; free: (name: string) => void; send: (name: string, text: string, options?: { aim?: string; more?: boolean }) => void }

async function withHid(page: Page): Promise<<K extends keyof Bus>(what: K, ...args: Parameters<Bus[K]>) => Promise<void>> {
  await page.addInitScript(() => {
    const GRANTED = 'hid-granted'
    const items = [{ usages: [0x01003b], reportSize: 8, reportCount: 1 }, { isRange: true, usageMinimum: 0x8c00fb, usageMaximum: 0x8c00fd, reportSize: 8, reportCount: 3 }, { usages: [0x8c00fe], reportSize: 8, reportCount: 56 }, { usages: [0xff450001], reportSize: 8, reportCount: 2 }, { usages: [0x8c00ff], reportSize: 1, reportCount: 1 }, { isConstant: true, reportSize: 1, reportCount: 7 }]
    const granted = (): string[] => JSON.parse(localStorage.getItem(GRANTED) ?? '[]') as string[]
    class Device extends EventTarget {
      opened = false
      busy = false
      readonly productName: string
      readonly collections: unknown[] = [{ usagePage: 0x8c, usage: 2, inputReports: [{ reportId: 2, items }], children: [{ usagePage: 0x8c, usage: 0x12, inputReports: [{ reportId: 2, items: items.slice(1) }], children: [] }] }]
      constructor(name: string) { super(); this.productName = name }
      async open(): Promise<void> {
        await Promise.resolve()
        if (this.busy) throw new DOMException('Failed to open the device.', 'NotAllowedError')
        if (this.opened) throw new DOMException('The device is already open.', 'InvalidStateError')
        this.opened = true
      }
    }
    const plugged = new Map<string, Device>()
    const told = (kind: string, device: Device): void => { if (granted().includes(device.productName)) hid.dispatchEvent(Object.assign(new Event(kind), { device })) }
    const hid = Object.assign(new EventTarget(), {
      getDevices: async () => await Promise.resolve([...plugged.values()].filter((device) => granted().includes(device.productName))),
      requestDevice: async ({ filters }: { filters: { usagePage: number }[] }) => {
        if (!navigator.userActivation.isActive) throw new DOMException('Must be handling a user gesture.', 'SecurityError')
        const chosen = filters.some((filter) => filter.usagePage === 0x8c) ? [...plugged.values()].filter((device) => !device.opened).slice(0, 1) : []
        localStorage.setItem(GRANTED, JSON.stringify([...granted(), ...chosen.map((device) => device.productName)]))
        return await Promise.resolve(chosen)
      },
    })
    const bus: Bus = {
      plug: (name, busy = false) => {
        const device = new Device(name)
        device.busy = busy
        plugged.set(name, device)
        sessionStorage.setItem('hid-plugged', JSON.stringify([...plugged.keys()]))
        told('connect', device)
      },
      unplug: (name) => {
        const device = plugged.get(name)
        plugged.delete(name)
        if (device) told('disconnect', device)
      },
      free: (name) => { Object.assign(plugged.get(name) ?? {}, { busy: false }) },
      send: (name, text, { aim = ']C0', more = false } = {}) => {
        const device = plugged.get(name)
        if (!device?.opened) return
        const data = new DataView(new ArrayBuffer(63))
        data.setUint8(0, text.length)
        Array.from(aim).forEach((char, i) => { data.setUint8(1 + i, char.charCodeAt(0)) })
        Array.from(text).forEach((char, i) => { data.setUint8(4 + i, char.charCodeAt(0)) })
        data.setUint8(62, more ? 1 : 0)
        device.dispatchEvent(Object.assign(new Event('inputreport'), { device, reportId: 2, data }))
      },
    }
    for (const name of JSON.parse(sessionStorage.getItem('hid-plugged') ?? '[]') as string[]) bus.plug(name)
    Object.defineProperty(navigator, 'hid', { value: hid })
    Object.assign(window, { bus })
  })
  return async (what, ...args) => { await page.evaluate(([name, given]) => { (window as unknown as { bus: Record<string, (...all: unknown[]) => void> }).bus[name as string]?.(...(given as unknown[])) }, [what, args] as const) }
}

test('HID POS scanners are allowed once and remembered; each code comes to one screen as one scan, and what is cut off is said', async ({ page, host }) => {
  const bus = await withHid(page)
  await firstRun(page, host)
  await onTest(page)
  const connected = page.getByRole('region', { name: 'Scanners of this workstation' })
  // Nothing is there, then one that another program has, then it lets go of it.
  await page.keyboard.press('Shift+F4')
  await expect(page.getByText('No scanner was chosen', { exact: false })).toBeVisible()
  await bus('plug', 'Voyager', true)
  await page.keyboard.press('Shift+F4')
  await expect(connected.getByRole('listitem').filter({ hasText: 'Voyager' })).toContainText('Not open')
  await bus('free', 'Voyager')
  await page.keyboard.press('Shift+F4')
  await expect(connected.getByRole('listitem').filter({ hasText: 'Voyager' })).toContainText('Connected')
  // A code of several reports, its identifier, and the GS that keyboards lose.
  const long = `42010023\u001d${CERTIFIED}${'7'.repeat(60)}`
  await bus('send', 'Voyager', long.slice(0, 56), { aim: ']C1', more: true })
  await bus('send', 'Voyager', long.slice(56), { aim: ']C1' })
  await expect(last(page)).toContainText(long.replace('\u001d', '\u241d'))
  await expect(last(page)).toContainText('GS1-128')
  await expect(last(page)).toContainText('Voyager')
  await bus('send', 'Voyager', '1Z999AA10123456784')
  await expect(last(page)).toContainText('1Z 999 AA1 01 2345 6784')
  await clean(page)
  // Remembered, and a second one beside it: a code of the one inside a code of the other.
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Scan anything' })).toBeVisible()
  await bus('plug', 'Xenon')
  await expect(connected.getByRole('listitem').filter({ hasText: 'Voyager' })).toContainText('Connected')
  await page.keyboard.press('Shift+F4')
  await expect(connected.getByRole('listitem').filter({ hasText: 'Xenon' })).toContainText('Connected')
  await page.keyboard.press('Alt+1')
  const pieces = page.getByRole('listbox', { name: 'Pieces of this session' }).getByRole('option')
  await bus('send', 'Voyager', '1Z999AA1', { more: true })
  await bus('send', 'Xenon', '771288203510')
  await bus('send', 'Voyager', '0123456784')
  await expect(pieces).toHaveCount(2)
  await expect(pieces.filter({ hasText: '2345 6784' })).toHaveCount(1)
  await expect(pieces.filter({ hasText: '8820 3510' })).toHaveCount(1)
  // Pulled out in the middle; put in again it is heard once. A rest that never comes is dropped and said.
  await bus('send', 'Xenon', '1Z999', { more: true })
  await bus('unplug', 'Xenon')
  await expect(page.getByLabel('Last scan')).toContainText('Xenon was unplugged in the middle')
  await bus('plug', 'Xenon')
  await bus('send', 'Xenon', '1Z999', { more: true })
  await expect(page.getByLabel('Last scan')).toContainText('Xenon sent only a part of a code')
  await bus('send', 'Xenon', '771288203521')
  await expect(pieces).toHaveCount(3)
})
