import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { DIALOGS } from '../../../src/renderer/ui/dialogs.ts'

const page = join(import.meta.dirname, '../../../src/renderer')
const sources = readdirSync(page, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.tsx')).map((name) => ({ name, code: readFileSync(join(page, name), 'utf8') }))

/** What opens over a screen, each in the one file that may draw it: the walk over all screens opens every one of them. */
const OVER: Readonly<Record<string, readonly string[]>> = { Modal: ['ui/dialog.tsx'], dialog: ['app/shell/palette.tsx', 'custody/pad.tsx'], Popover: ['app/shell/station-chip.tsx', 'ui/explain.tsx'] }

test('every dialog has a name of its own, by which the walk over all screens knows that it has seen it', () => {
  const named: string[] = []
  const elsewhere: string[] = []
  for (const { name: file, code } of sources) {
    const allowed = (kind: string): boolean => OVER[kind]?.some((one) => file.endsWith(one)) ?? true
    new Visitor({
      JSXOpeningElement: ({ name: element, attributes }) => {
        const tag = element.type === 'JSXIdentifier' ? element.name : element.type === 'JSXMemberExpression' && element.object.type === 'JSXIdentifier' ? element.object.name : ''
        for (const attribute of attributes) {
          if (attribute.type !== 'JSXAttribute' || attribute.name.type !== 'JSXIdentifier' || attribute.value?.type !== 'Literal') continue
          const { value } = attribute.value
          if (tag === 'Dialog' && attribute.name.name === 'name') named.push(value)
          if (attribute.name.name === 'role' && value.endsWith('dialog') && !allowed('dialog')) elsewhere.push(`${file}: role=${value}`)
        }
        if (['Drawer', 'HoverCard', 'Menu', 'Tooltip'].includes(tag) || !allowed(tag)) elsewhere.push(`${file}: <${tag}>`)
      },
    }).visit(parseSync(file, code).program)
  }
  expect(named.toSorted()).toEqual([...DIALOGS].toSorted())
  expect(elsewhere).toEqual([])
})
