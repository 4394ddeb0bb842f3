// Writes src/renderer/ui/sprite.tsx from the drawings beside this file. Run it after a drawing changed:
//   node resources/icons/make-sprite.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
const jsx = (markup: string): string => markup.replace(/ ([a-z]+-[a-z-]+)=/g, (_, name: string) => ` ${camel(name)}=`).replace(/\s+\/>/g, '/>')

const masks: string[] = []
function symbol(folder: string, prefix: string, file: string): string {
  const name = file.replace(/\.svg$/, '')
  const source = readFileSync(join(here, folder, file), 'utf8')
  const parts = /^<svg xmlns="[^"]*" viewBox="([^"]*)"([^>]*)>(.*)<\/svg>\s*$/s.exec(source)
  if (!parts) throw new Error(`${file} is not a plain drawing.`)
  const [, box = '', attributes = '', body = ''] = parts
  // A mask inside a symbol would be cloned with every use of it.
  const bare = body.replace(/<mask.*?<\/mask>/gs, (mask) => { masks.push(`      ${jsx(mask)}`); return '' })
  return `      <symbol id="${prefix}-${name}" viewBox="${box}"${jsx(attributes)}>${jsx(bare)}</symbol>`
}

const drawings = (folder: string): string[] => readdirSync(join(here, folder)).filter((file) => file.endsWith('.svg')).sort()
const union = (files: string[]): string => files.map((file) => `'${file.replace(/\.svg$/, '')}'`).join(' | ')
const icons = drawings('ui')
const marks = drawings('marks')
const symbols = [...icons.map((file) => symbol('ui', 'i', file)), ...marks.map((file) => symbol('marks', 'm', file))]

writeFileSync(join(here, '../../src/renderer/ui/sprite.tsx'), `// Made by resources/icons/make-sprite.ts from the drawings beside it.
import type { ReactNode } from 'react'
import css from './sprite.module.css'

export type IconName = ${union(icons)}
export type MarkName = ${union(marks)}

/** Every drawing of the app, once in the page; {@link Icon} and {@link Mark} refer to it. */
export function Sprite(): ReactNode {
  return (
    <svg className={css.sprite} aria-hidden="true" focusable="false">
      <defs>
${masks.join('\n')}
      </defs>
${symbols.join('\n')}
    </svg>
  )
}
`)
