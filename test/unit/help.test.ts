import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexer, walkTokens, type Token } from 'marked'
import { expect, test } from 'vitest'
import { MEANING_GROUPS, MEANINGS } from '../../src/renderer/help/states.ts'
import { TOPICS } from '../../src/renderer/help/topics.ts'

const docs = join(import.meta.dirname, '../../docs')

test('every mark stands in the sheet once', () => {
  expect(MEANING_GROUPS.flatMap((group) => group.names).sort()).toEqual(Object.keys(MEANINGS).sort())
})

test('every field that is explained has a name and whole sentences', () => {
  for (const { title, text } of Object.values(TOPICS)) {
    expect(title).not.toBe('')
    expect(text).toMatch(/^[^!]+\.$/)
  }
})

test('the guides name only pictures that are there, and only what the app can show', () => {
  const known = new Set(['heading', 'paragraph', 'strong', 'codespan', 'code', 'image', 'link', 'list', 'list_item', 'table', 'text', 'space'])
  for (const guide of ['operator-card.md', 'administrator-guide.md']) {
    void walkTokens(lexer(readFileSync(join(docs, guide), 'utf8')), (token: Token) => {
      expect([...known]).toContain(token.type)
      if (token.type === 'image') expect(existsSync(join(docs, String(token['href']))), String(token['href'])).toBe(true)
    })
  }
})
