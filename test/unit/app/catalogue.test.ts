import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { en } from '../../../src/renderer/catalogue/en.ts'
import { t } from '../../../src/renderer/catalogue/index.ts'

const page = join(import.meta.dirname, '../../../src/renderer')
const sources = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.startsWith('catalogue')).map((name) => ({ name, code: readFileSync(join(page, name), 'utf8') }))

/** Attributes whose text a person reads or hears. Lint looks at what stands between tags, these it does not see. */
const SAID = new Set(['label', 'one', 'title', 'hint', 'placeholder', 'legend', 'ask', 'instead', 'empty', 'detail', 'description', 'alt', 'words', 'meanwhile', 'question', 'confirm', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'nothingFoundMessage'])

test('no attribute, field of a choice or cell beside others that is read or heard has words outside the catalogue', () => {
  const outside: string[] = []
  for (const { name, code } of sources) {
    if (!name.endsWith('.tsx')) continue
    new Visitor({
      JSXAttribute: ({ name: attribute, value }) => {
        const literal = value?.type === 'JSXExpressionContainer' ? value.expression : value
        if (attribute.type === 'JSXIdentifier' && SAID.has(attribute.name) && literal?.type === 'Literal' && /\p{L}/u.test(String(literal.value))) outside.push(`${name}: ${attribute.name}="${String(literal.value)}"`)
      },
      Property: ({ key, value }) => {
        if (key.type === 'Identifier' && SAID.has(key.name) && value.type === 'Literal' && /^\p{Lu}\p{L}|\s/u.test(String(value.value))) outside.push(`${name}: ${key.name}: ${String(value.value)}`)
      },
      ArrayExpression: ({ elements }) => {
        if (!elements.some((one) => one?.type === 'CallExpression' && one.callee.type === 'Identifier' && one.callee.name === 't')) return
        for (const one of elements) if (one?.type === 'Literal' && /^\p{Lu}\p{L}/u.test(String(one.value))) outside.push(`${name}: [${String(one.value)}]`)
      },
    }).visit(parseSync(name, code).program)
  }
  expect(outside).toEqual([])
})

test('every text of the catalogue is said somewhere', () => {
  const said = new Set(sources.flatMap(({ code }) => [...code.matchAll(/\bt\('([\w.]+)'/g)].map((match) => match[1])))
  expect(Object.keys(en).filter((key) => !said.has(key))).toEqual([])
  expect(said.size).toBe(Object.keys(en).length)
})

test('values stand in a text as they are, and what is nothing is said as nothing', () => {
  expect(t('frame.palette.goToTitle', { title: `O'Neil & <b>Sons</b> {{title}} $t(common.close)` })).toBe(`Go to O'Neil & <b>Sons</b> {{title}} $t(common.close)`)
  expect(t('frame.palette.goToTitle', { title: null })).toBe('Go to ')
  expect(t('frame.palette.goToTitle', { title: undefined })).toBe('Go to ')
  expect(t('frame.palette.goToTitle', { title: 0 })).toBe('Go to 0')
})
