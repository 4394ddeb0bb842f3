import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ParsedAddress, parseAddressBlock } from '../../../src/shared/mail/address.ts'

const EMPTY: ParsedAddress = {
  kind: 'us', name: null, company: null, careOf: null, attention: null, street: null, unit: null, poBox: null, urbanization: null,
  city: null, state: null, zip: null, plus4: null, country: null, other: [], kept: [], doubts: [],
}

/** A block and all that is read from it; `kept` is the block's own lines. */
const BLOCKS: ReadonlyArray<readonly [block: string, parts: Partial<ParsedAddress>]> = [
  ['Jane Doe\nAcme Corp.\n123 Main St Apt 4B\nSpringfield, IL 62701-1234', {
    name: 'Jane Doe', company: 'Acme Corp.', street: '123 Main St', unit: 'Apt 4B', city: 'Springfield', state: 'IL', zip: '62701', plus4: '1234',
  }],
  ['SHIP TO: Jane Doe\r\n12 Main St., Suite 500\r\nSPRINGFIELD IL 627011234\r\nUSA', {
    name: 'Jane Doe', street: '12 Main St.', unit: 'Suite 500', city: 'SPRINGFIELD', state: 'IL', zip: '62701', plus4: '1234',
  }],
  ['Dr. José Núñez c/o María Pérez\nP.O. Box 55\nNew York, New York 10001', {
    name: 'Dr. José Núñez', careOf: 'María Pérez', poBox: 'P.O. Box 55', city: 'New York', state: 'NY', zip: '10001',
  }],
  ['ATTN: Accounts Payable\nBig Company Inc\nOne Rockefeller Plaza\n20th Floor\nNew York NY 10020', {
    company: 'Big Company Inc', attention: 'Accounts Payable', street: 'One Rockefeller Plaza', unit: '20th Floor', city: 'New York', state: 'NY', zip: '10020',
  }],
  ['SGT John Smith\nPSC 3 Box 4120\nAPO AP 96266-4120', {
    kind: 'military', name: 'SGT John Smith', street: 'PSC 3 Box 4120', city: 'APO', state: 'AP', zip: '96266', plus4: '4120',
  }],
  ['Seaman Recruit Jane Doe\nUSS Arleigh Burke\nFPO AE 09565-1263', {
    kind: 'military', name: 'Seaman Recruit Jane Doe', street: 'USS Arleigh Burke', city: 'FPO', state: 'AE', zip: '09565', plus4: '1263',
  }],
  ['MRS MARIA SUAREZ\nURB LAS GLADIOLAS\n150 CALLE A APT 3\nSAN JUAN PR 00926', {
    kind: 'territory', name: 'MRS MARIA SUAREZ', urbanization: 'URB LAS GLADIOLAS', street: '150 CALLE A', unit: 'APT 3', city: 'SAN JUAN', state: 'PR', zip: '00926',
  }],
  ['Joe Cruz\n10 Marine Corps Dr\nHagatna, Guam 96910', { kind: 'territory', name: 'Joe Cruz', street: '10 Marine Corps Dr', city: 'Hagatna', state: 'GU', zip: '96910' }],
  ['Ann Lee\n100 Main St PO Box 7\nDallas TX 75201', { name: 'Ann Lee', street: '100 Main St', poBox: 'PO Box 7', city: 'Dallas', state: 'TX', zip: '75201' }],
  ['RR 2 Box 152\nAmes, Iowa 50010', { street: 'RR 2 Box 152', city: 'Ames', state: 'IA', zip: '50010' }],
  ['Ann Lee\nN6W23001 Bluemound Rd\nWaukesha WI 53188', { name: 'Ann Lee', street: 'N6W23001 Bluemound Rd', city: 'Waukesha', state: 'WI', zip: '53188' }],
  ['Bob Hill\n12 1/2 5th Ave #3\nCharleston, West Virginia 25301', { name: 'Bob Hill', street: '12 1/2 5th Ave', unit: '#3', city: 'Charleston', state: 'WV', zip: '25301' }],
  ['Jane\n5 Elm St\nSpringfield, IL\n62701', { name: 'Jane', street: '5 Elm St', city: 'Springfield', state: 'IL', zip: '62701' }],
  ['Jane Doe\n1600 Pennsylvania Ave NW\nWashington, D.C. 20500\n(202) 456-1111', {
    name: 'Jane Doe', street: '1600 Pennsylvania Ave NW', city: 'Washington', state: 'DC', zip: '20500', other: ['(202) 456-1111'],
  }],
  ['Hans Müller\nHauptstraße 5\n10115 Berlin\nGERMANY', { kind: 'foreign', name: 'Hans Müller', country: 'GERMANY', other: ['Hauptstraße 5', '10115 Berlin'] }],
  ['Bob\n10 Downing Street\nLondon SW1A 2AA\nUnited Kingdom', { kind: 'foreign', name: 'Bob', country: 'United Kingdom', other: ['10 Downing Street', 'London SW1A 2AA'] }],
  ['Bob\n290 Bremner Blvd\nToronto ON M5V 3L9', {
    kind: 'foreign', name: 'Bob', country: 'Canada', other: ['290 Bremner Blvd', 'Toronto ON M5V 3L9'], doubts: ['The postal code looks Canadian, but no country is named.'],
  }],
  ['Jane\n5 Elm St\nAustin TX 10001', { name: 'Jane', street: '5 Elm St', city: 'Austin', state: 'TX', zip: '10001', doubts: ['ZIP code 10001 does not belong to TX.'] }],
  ['Jane\n5 Elm St\nPortland, OR', { name: 'Jane', street: '5 Elm St', city: 'Portland', state: 'OR', doubts: ['There is no ZIP code.'] }],
  ['Jane\nAtlanta, Georgia 30301', { name: 'Jane', city: 'Atlanta', state: 'GA', zip: '30301', doubts: ['There is no street or PO box.'] }],
  ['Jane\nBlue Door\n5 Elm St\nAtlanta GA 30301', { name: 'Jane', company: 'Blue Door', street: '5 Elm St', city: 'Atlanta', state: 'GA', zip: '30301', doubts: ['"Blue Door" was taken for the company.'] }],
  ['hello', { kind: 'unknown', name: 'hello', doubts: ['There is no street or PO box.', 'There is no line with city, state and ZIP code.'] }],
  [' \n ', { kind: 'unknown', doubts: ['There is no address in the text.'] }],
]

describe('a pasted address', () => {
  it.each(BLOCKS)('%j', (block, parts) => {
    const kept = block.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '')
    expect(parseAddressBlock(block)).toEqual({ ...EMPTY, kept, ...parts })
  })

  it('on one line is cut at its commas', () => {
    const block = 'Jane Doe, 12 Main St, Suite 5, Springfield, IL 62701, USA'
    expect(parseAddressBlock(block)).toEqual({ ...EMPTY, kept: [block], name: 'Jane Doe', street: '12 Main St', unit: 'Suite 5', city: 'Springfield', state: 'IL', zip: '62701' })
  })

  const line = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8}){0,3}$/),
    fc.stringMatching(/^\d{1,4} [A-Z][a-z]{2,8} (St|Ave)( Apt \d)?$/),
    fc.constantFrom('Acme Inc', 'PO Box 5', 'Apt 9', 'c/o Bob', 'Ann c/o Bob', 'Attn: Ann', 'Springfield, IL 62701', 'Dallas TX 75201-1234', 'APO AE 09012', 'France', 'USA', '62701', 'M5V 3L9'),
  )

  it('is never changed: every part stands in the block', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 16 }), (lines) => {
      const text = lines.join('\n')
      const { kind: _kind, state: _state, country: _country, other, kept, doubts: _doubts, ...placed } = parseAddressBlock(text)
      expect(kept).toEqual(text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).map((one) => one.trim()).filter((one) => one !== ''))
      for (const part of [...Object.values(placed), ...other]) {
        if (part !== null) for (const word of part.split(/[\s,]+/)) expect(text).toContain(word)
      }
    }), { numRuns: 500 })
  })

  it('loses no word but c/o, Attn and the home country\'s name', () => {
    const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase()
    fc.assert(fc.property(fc.array(line, { maxLength: 11 }), (lines) => {
      const { kind: _kind, other, kept, doubts: _doubts, ...placed } = parseAddressBlock(lines.join('\n'))
      const all = plain([...Object.values(placed), ...other].join(' '))
      for (const word of kept.flatMap((one) => one.split(/[\s,;|:]+/).map(plain))) {
        if (!['CO', 'ATTN', 'USA', 'US', 'AMERICA'].includes(word)) expect(all).toContain(word)
      }
    }), { numRuns: 2000 })
  })

  it('of 100 KB gets an answer', () => {
    for (const unit of ['x', ' ', '\n', ',', 'Main St\n', '1 ', '#', 'apt ']) expect(parseAddressBlock(unit.repeat(100_000 / unit.length)).kind).toBe('unknown')
  })
})
