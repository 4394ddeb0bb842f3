import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identify } from '../../../src/shared/mail/identify.ts'
import { badgeNumber, containerNumber, isStationTag, locationBarcode, parseOwn, pieceNumber, stationTag } from '../../../src/shared/mail/own.ts'

const tag = fc.integer({ min: 0, max: 1023 }).map(stationTag)
const serial = fc.integer({ min: 0, max: 999_999_999_999 })
const code = fc.stringMatching(/^[0-9A-Z](?:[0-9A-Z ._/-]{0,22}[0-9A-Z])?$/)

describe('our own numbers', () => {
  it('have the shapes on our labels', () => {
    expect([pieceNumber('7K', 123), badgeNumber('00', 1), containerNumber('ZZ', 1_234_567), locationBarcode('a-12')])
      .toEqual(['PH7K00012317', 'PB0000000113', 'PCZZ123456707', 'PLA-1237'])
  })

  it('are taken apart into what they were made of', () => {
    expect(parseOwn('ph7k 0001-2317')).toEqual({ kind: 'piece', number: 'PH7K00012317', tag: '7K', serial: 123 })
    expect(parseOwn('PLA-1237')).toEqual({ kind: 'location', number: 'PLA-1237', code: 'A-12' })
    fc.assert(fc.property(tag, serial, (tag, serial) => {
      expect(parseOwn(pieceNumber(tag, serial))).toEqual({ kind: 'piece', number: pieceNumber(tag, serial), tag, serial })
      expect(parseOwn(badgeNumber(tag, serial))).toEqual({ kind: 'badge', number: badgeNumber(tag, serial), tag, serial })
      expect(parseOwn(containerNumber(tag, serial))).toEqual({ kind: 'container', number: containerNumber(tag, serial), tag, serial })
    }))
    fc.assert(fc.property(code, (code) => {
      expect(parseOwn(locationBarcode(code))).toEqual({ kind: 'location', number: locationBarcode(code), code })
      expect(identify(locationBarcode(code)).best?.number).toBe(locationBarcode(code))
    }))
  })

  it('are never any carrier\'s', () => {
    fc.assert(fc.property(tag, serial, (tag, serial) => {
      for (const number of [pieceNumber(tag, serial), badgeNumber(tag, serial), containerNumber(tag, serial)]) {
        expect(identify(number).candidates.map(({ carrier }) => carrier)).toEqual(['own'])
      }
    }))
  })

  it('two stations and two serials never give the same number', () => {
    fc.assert(fc.property(tag, serial, tag, serial, (tag, serial, otherTag, otherSerial) => {
      expect(pieceNumber(tag, serial) === pieceNumber(otherTag, otherSerial)).toBe(tag === otherTag && serial === otherSerial)
    }))
  })

  it('see every single changed character and every swap of neighbours', () => {
    const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
    for (const number of [pieceNumber('7K', 123), pieceNumber('00', 0), pieceNumber('ZZ', 999_999_999_999), badgeNumber('A1', 909_090), locationBarcode('A-12'), locationBarcode('3.OG/7')]) {
      for (let i = 0; i < number.length; i++) {
        for (const character of characters) {
          const changed = number.slice(0, i) + character + number.slice(i + 1)
          const forgiven = 'OILU'.includes(character) && parseOwn(changed)?.number === number
          if (changed !== number && !forgiven) expect([changed, parseOwn(changed)]).toEqual([changed, null])
        }
        const swapped = number.slice(0, i) + (number[i + 1] ?? '') + (number[i] ?? '') + number.slice(i + 2)
        if (swapped !== number) expect([swapped, parseOwn(swapped)]).toEqual([swapped, null])
      }
    }
  })

  it('a misread label is still ours and told invalid', () => {
    expect(identify('PH7K00012318').best).toEqual({
      scheme: 'own-piece', carrier: 'own', carrierName: 'Own', number: 'PH7K00012318', kind: 'piece', service: 'piece',
      services: [], accountable: false, mailClass: null, stc: null, checkDigit: 'invalid', routingZip: null, mailerId: null,
      grouped: 'PH7K 0001 2318', url: null, confidence: 0.6, note: 'The check digits do not fit: scan or type it again.',
    })
  })

  it('forgive the letters that people type for digits', () => {
    expect(parseOwn('PH7KOOOI23I7')).toEqual({ kind: 'piece', number: 'PH7K00012317', tag: '7K', serial: 123 })
  })

  it('words that start with PL are not taken for locations', () => {
    expect(identify('PLANNING 2024').best).toBeNull()
  })

  it('are not made from bad parts', () => {
    expect(() => pieceNumber('IO', 1)).toThrow(RangeError)
    expect(() => pieceNumber('7K', -1)).toThrow(RangeError)
    expect(() => pieceNumber('7K', 1.5)).toThrow(RangeError)
    expect(() => pieceNumber('7K', 1_000_000_000_000)).toThrow(RangeError)
    for (const bad of ['', ' A', 'A ', 'Ä1', 'A'.repeat(25), '-A']) expect(() => locationBarcode(bad)).toThrow(RangeError)
    expect(() => stationTag(1024)).toThrow(RangeError)
    expect([isStationTag('7K'), isStationTag('7'), isStationTag('IO'), isStationTag('7k')]).toEqual([true, false, false, false])
  })
})
