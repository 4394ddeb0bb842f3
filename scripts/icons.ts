// npm run icons: the icons of installed apps, from the drawing that the page has too. Run it after that changed; the results are kept.
import { IconIcns, IconIco } from '@shockpkg/icon-encoder'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const ROOT = join(import.meta.dirname, '..')
const TARGET = join(ROOT, 'resources/installer')
const drawing = readFileSync(join(ROOT, 'src/renderer/app/icon.svg'), 'utf8')

/** The box of the drawing, and the one of macOS, where an icon fills 824 of 1,024 points. */
const WHOLE = '0 0 24 24'
const MAC = '-1.67 -1.67 27.34 27.34'

/** Sizes that Windows asks for, from the title of a window to the largest tiles. */
const WINDOWS = [16, 20, 24, 32, 40, 48, 64, 128, 256]
/** The themes of Linux desktops. */
const LINUX = [16, 24, 32, 48, 64, 96, 128, 256, 512]
/** macOS's names for its sizes, in the order of Apple's own tool. */
const APPLE = [[64, 'ic12'], [128, 'ic07'], [256, 'ic13'], [256, 'ic08'], [16, 'ic04'], [512, 'ic14'], [512, 'ic09'], [32, 'ic05'], [1024, 'ic10'], [32, 'ic11']] as const

async function png(size: number, box = WHOLE): Promise<Buffer> {
  const text = drawing.replace(`viewBox="${WHOLE}"`, `viewBox="${box}" width="${size}" height="${size}"`)
  if (text === drawing) throw new Error(`The drawing has no viewBox="${WHOLE}" any more.`)
  return await sharp(Buffer.from(text)).png({ compressionLevel: 9 }).toBuffer()
}

const windows = new IconIco()
for (const size of WINDOWS) await windows.addFromPng(await png(size))
writeFileSync(join(TARGET, 'icon.ico'), windows.encode())

const mac = new IconIcns()
mac.toc = true
for (const [size, name] of APPLE) await mac.addFromPng(await png(size, MAC), [name])
writeFileSync(join(TARGET, 'icon.icns'), mac.encode())

mkdirSync(join(TARGET, 'icons'), { recursive: true })
for (const size of LINUX) writeFileSync(join(TARGET, `icons/${size}x${size}.png`), await png(size))
writeFileSync(join(TARGET, 'icon.png'), await png(1024))
