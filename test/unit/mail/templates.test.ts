import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyText, fill, headerLine, LONGEST_SUBJECT, mailbox, NOTICE_KINDS, PLACEHOLDERS, PLACEHOLDER_WORDS, render, sampleValues, unknownPlaceholders, USUAL_TEMPLATES } from '../../../src/shared/mail/templates.ts'

describe('a text with names in braces', () => {
  test('is filled once: what a value says is never taken for a name', () => {
    expect(fill('Hello {name}, {count} for {name}', { name: '{count} {office}', count: '2 pieces', office: 'X' })).toBe('Hello {count} {office}, 2 pieces for {count} {office}')
    expect(fill('{toString} {constructor} {} { name } {name', { name: 'Ana' })).toBe('{toString} {constructor} {} { name } {name')
  })

  test('says which names it does not have', () => {
    expect(unknownPlaceholders('{name} {nmae} {days} {nmae} {} {a b}', 'arrival')).toEqual(['{nmae}', '{days}', '{}', '{a b}'])
    expect(unknownPlaceholders('{days}', 'reminder')).toEqual([])
    expect(unknownPlaceholders('a { b } over\n{two\nlines}', 'arrival')).toEqual(['{ b }'])
  })

  test.each(NOTICE_KINDS)('that comes with the app uses only names of a %s, each of which is explained and has a sample', (kind) => {
    const { subject, body } = USUAL_TEMPLATES[kind]
    expect([...unknownPlaceholders(subject, kind), ...unknownPlaceholders(body, kind)]).toEqual([])
    expect(PLACEHOLDERS[kind].filter((name) => !PLACEHOLDER_WORDS[name])).toEqual([])
    const shown = render(USUAL_TEMPLATES[kind], sampleValues(kind, 'Larkspur & Vane'))
    expect(`${shown.subject}${shown.body}`).not.toMatch(/[{}]/)
  })
})

test('no value can make a second header line, or a body with control characters', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, template) => {
    const { subject, body } = render({ subject: `To {name} ${template}`, body: `${template} {name}` }, { name })
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    expect(subject.length).toBeLessThanOrEqual(LONGEST_SUBJECT)
    expect(body).not.toMatch(/[^\P{Cc}\n\t]/u)
  }))
  expect(headerLine('Mail for you\r\nBcc: everyone@example.com\u2028X: y')).toBe('Mail for you Bcc: everyone@example.com X: y')
  expect(bodyText('a\r\nb\rc\u0000\u0007d')).toBe('a\nb\ncd')
})

describe('an address', () => {
  test.each(['ana@example.com', ' ana@example.com ', 'a.b+c_d-e@mail.example.co', "o'brien@example.com", 'j\u00f6rg@b\u00fccher.example'])('%s is one', (text) => expect(mailbox(text)).toBe(text.trim()))
  test.each(['', 'ana', 'ana@', '@example.com', 'ana@@example.com', 'a b@example.com', 'ana@example.com, ben@example.com', 'Ana <ana@example.com>', 'ana@example.com>\r\nRCPT TO:<ben@example.com', 'ana@exam\nple.com', '.ana@example.com', 'a..b@example.com', 'ana.@example.com', 'ana@-example.com', '"ana"@example.com', `${'a'.repeat(65)}@example.com`, 'ana@example..com', 'ana\u0000@example.com'])('%j is none', (text) => expect(mailbox(text)).toBeNull())
})
