import { describe, expect, it } from 'vitest'
import { KNOWN_CODES, meaningOfCode, provesPossession } from '../../../src/shared/mail/tracking-codes.ts'
import { meaningOfText } from '../../../src/shared/mail/tracking-words.ts'
import { meaningOf } from '../../../src/shared/mail/tracking.ts'
import { findTime, instantOfEvent, localMs, offsetMinutes, statedTime, timeOfDay } from '../../../src/shared/mail/tracking-times.ts'

const SAID = {
  delivered: [
    'Delivered', 'DELIVERED, LEFT WITH INDIVIDUAL', 'Delivered, Front Desk/Reception/Mail Room', 'Delivered, Individual Picked Up at Post Office', 'Item Delivered',
    'Your item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.', 'Your item was picked up at the post office at 10:01 am on November 6, 2026 in FAKEVILLE, OH 43999.',
  ],
  'delivered-back': ['Delivered, To Original Sender', 'Your item has been delivered to the original sender at 10:05 am on November 20, 2026 in ANYTOWN, NY 12099.', 'Delivered to Sender'],
  refused: ['Refused', 'Your item was refused by the addressee at 8:49 am on November 6, 2026 in FAKEVILLE, OH 43999 and is being returned to the sender.'],
  unclaimed: ['Unclaimed/Being Returned to Sender', 'Unclaimed', 'Your item could not be delivered on November 20, 2026 at 9:02 am in FAKEVILLE, OH 43999. It was held for the required number of days and is being returned to the sender.'],
  undeliverable: [
    'Undeliverable as Addressed', 'No Such Number', 'Insufficient Address', 'Addressee Unknown', 'Moved, Left no Address', 'Forward Expired', 'Vacant', 'Attempted, not known',
    'Your item was returned to the sender on November 9, 2026 at 3:00 pm in FAKEVILLE, OH 43999 because the forwarding order for this address is no longer valid.',
  ],
  returning: ['Return to Sender', 'Return to Sender Processed', 'Your item is being returned to the sender'],
  lost: ['Dead Mail/Disposed by Post Office', 'Sent to Mail Recovery Center'],
  notice: [
    'Notice Left (No Authorized Recipient Available)', 'Delivery Attempted - No Access to Delivery Location', 'Delivery Attempt', 'Business Closed', 'Reminder to Schedule Redelivery of your item',
    'We attempted to deliver your item at 2:14 pm on November 10, 2026 in FAKEVILLE, OH 43999 and a notice was left because an authorized recipient was not available.', 'Your item could not be delivered',
    'Final notice: this item will be returned to the sender if it is not picked up', 'We were unable to deliver your package',
  ],
  pickup: ['Available for Pickup', 'Ready for pickup', 'Held at Post Office, At Customer Request', 'Arrived at Pickup Point', 'Your item is being held at the FAKEVILLE, OH 43999 post office'],
  out: ['Out for Delivery', 'Out for Delivery, Expected Delivery by 9:00pm'],
  label: ['Shipping Label Created, USPS Awaiting Item', 'Pre-Shipment, USPS Awaiting Item', 'Pre-Shipment Info Sent to USPS', 'The U.S. Postal Service was electronically notified by the shipper on November 1, 2026 to expect your package for mailing.'],
  forwarded: ['Forwarded', 'Your item was forwarded to a different address at 8:01 am on November 6, 2026 in FAKEVILLE, OH.'],
  accepted: ['Accepted at USPS Origin Facility', 'USPS in possession of item', 'Picked Up', 'Acceptance'],
  transit: [
    'Arrived at USPS Regional Facility', 'Departed USPS Facility', 'In Transit to Next Facility', 'Sorting Complete', 'Processed Through Facility', 'Arrived at Post Office', 'Missent',
    'Your item departed our COLUMBUS OH DISTRIBUTION CENTER destination facility on November 5, 2026 at 3:40 am. The item is currently in transit to the destination.',
  ],
  info: ['Expected Delivery on Friday, November 6', 'Delivery status not updated', 'Arriving Late', 'Your item will be delivered tomorrow'],
  unknown: [
    '', 'odd', 'Delivery Exception', 'Not delivered', 'Undelivered', 'Was it delivered?', 'Delivered?', 'Has it been delivered yet', 'Your item has not been delivered', 'Delivered by 9:00pm', 'Thank you for using USPS', 'Alert', 'not refused', 'pending',
  ],
} as const

describe('words', () => {
  it.each(Object.entries(SAID).flatMap(([meaning, texts]) => texts.map((text) => [text, meaning])))('%s: %s', (text, meaning) => {
    expect(meaningOfText(text)).toBe(meaning)
  })

  it('give way to a known code, except where they say that the sender has it', () => {
    expect(meaningOf({ code: '04', text: 'Delivered' })).toBe('refused')
    expect(meaningOf({ code: '01', text: 'Delivered, To Original Sender' })).toBe('delivered-back')
    expect(meaningOf({ code: 'ZZ', text: 'Refused' })).toBe('refused')
    expect(meaningOf({ code: 'ZZ', text: 'Zapped' })).toBe('unknown')
    expect(meaningOf({ code: '1', text: '' })).toBe('delivered')
  })
})

describe('codes', () => {
  it('know what proves that USPS had the piece, and what is only label data', () => {
    expect(KNOWN_CODES.length).toBe(53)
    expect(KNOWN_CODES.filter(({ code, meaning }) => !provesPossession(code, meaning)).map(({ code }) => code)).toEqual(['19', '80', '81', '82', 'GX', 'MA'])
    expect([meaningOfCode('zz'), meaningOfCode('of'), meaningOfCode('3')]).toEqual([null, 'out', 'accepted'])
  })
})

describe('times', () => {
  it.each([
    ['2026-11-06T13:28:00Z', '2026-11-06T13:28:00'], ['2024-11-15 11:09:19.000000', '2024-11-15T11:09:19'], ['November 6, 2026, 1:28 pm', '2026-11-06T13:28:00'], ['1:28 pm on November 6, 2026', '2026-11-06T13:28:00'],
    ['11/06/2026 13:28', '2026-11-06T13:28:00'], ['11/6/26 1:28 PM', '2026-11-06T13:28:00'], ['Nov 6, 2026', '2026-11-06'], ['6 Nov 2026 at 12:05 a.m.', '2026-11-06T00:05:00'], ['Friday, November 6, 2026 at 12:05 pm', '2026-11-06T12:05:00'],
    ['20261106', '2026-11-06'], ['2026-02-30', null], ['13/13/2026', null], ['9589071052700412203980', null], ['soon', null], ['November 6, 2026, 25:99', '2026-11-06'],
  ])('%s is %s', (text, local) => {
    expect(statedTime(text)).toBe(local)
  })

  it('leave what stood around them', () => {
    expect(findTime('Delivered at 1:28 pm on November 6, 2026 in FAKEVILLE')?.rest.replaceAll(/\s+/g, ' ')).toBe('Delivered at in FAKEVILLE')
    expect(timeOfDay('1328')).toBe('13:28:00')
    expect(timeOfDay('1:28 pm')).toBe('13:28:00')
    expect(timeOfDay('noon')).toBeNull()
  })

  it('become instants only where the offset is known, whatever a Z says', () => {
    expect(instantOfEvent('2024-11-15T07:31:00', '', '')).toBeNull()
    expect(instantOfEvent('2024-11-15T07:31:00', '', '-05:00')).toBe(Date.UTC(2024, 10, 15, 12, 31))
    expect(instantOfEvent('2024-11-15T07:31:00', '2024-11-15T12:31:00Z', '-05:00')).toBe(Date.UTC(2024, 10, 15, 12, 31))
    expect(instantOfEvent(null, '2024-11-15T12:31:00', '')).toBe(Date.UTC(2024, 10, 15, 12, 31))
    expect(instantOfEvent('2024-11-15', '', '-05:00')).toBeNull()
    expect(['-05:00', '-0500', '-5', '+10', 'EST', '99:00'].map(offsetMinutes)).toEqual([-300, -300, -300, 600, null, null])
    expect(localMs('2026-11-06')).toBe(Date.UTC(2026, 10, 6))
  })
})
