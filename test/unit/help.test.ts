import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

/** Every field of the trade that a form asks for, by what explains it. */
const FIELDS_OF_THE_TRADE = [
  'recipient', 'collector', 'number', 'pieceType', 'condition', 'pieces', 'location', 'sender', 'reference', 'takenFrom', 'accountable', 'idSeen', 'delegate', 'mailStop', 'away', 'badge', 'usualLocation', 'employeeNumber', 'forwarding',
  'exception', 'addressee', 'articleNumber', 'greenCard', 'returnReceipt', 'whoMaySign', 'mailClass', 'weight', 'postage', 'department', 'costCode', 'matter', 'document', 'mailingEvidence', 'mailingDate', 'postOffice', 'uspsEmployee', 'totalReceived',
  'mailingBook', 'facsimile', 'endorsement', 'linesPerSheet', 'mailerId', 'ownRange', 'labelRoll', 'evidenceOfSigner', 'returnReason', 'uspsSaid', 'holdDays', 'uspsAccess', 'uspsQuota', 'timeZone', 'smtp', 'backupFolder', 'watchedFolder', 'printerAddress',
]

test('every field of the trade is explained, and every explanation stands beside its field', () => {
  expect(Object.keys(TOPICS)).toEqual(FIELDS_OF_THE_TRADE)
  const screens = join(import.meta.dirname, '../../src/renderer/screens')
  const source = readdirSync(screens, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx')).map((name) => readFileSync(join(screens, name), 'utf8')).join('\n')
  // `about="matter"`, one that a field has unless it is given another, or one of several as in `about={by === 'matter' ? 'matter' : 'number'}`.
  const asked = new Set([...source.matchAll(/about(?:="|: '| = ')(\w+)["']/g)].map(([, name]) => name).concat([...source.matchAll(/about=\{([^}]*)\}/g)].flatMap(([, said = '']) => [...said.matchAll(/[?:] '(\w+)'/g)].map(([, name]) => name))))
  expect(FIELDS_OF_THE_TRADE.filter((name) => !asked.has(name))).toEqual([])
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
