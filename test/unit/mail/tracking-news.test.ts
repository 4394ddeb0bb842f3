import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTable, tableKey, tableShape } from '../../../src/shared/mail/tracking-table.ts'
import { readNotice } from '../../../src/shared/mail/tracking-notice.ts'
import { readPage } from '../../../src/shared/mail/tracking-text.ts'
import { readUsps, readUspsText } from '../../../src/shared/mail/tracking-usps.ts'
import { EMPTY_EVENT, meaningOf, NO_FACTS } from '../../../src/shared/mail/tracking.ts'

const A = '9589071052700412203980'
const B = '9589071052700412204116'
const SENTENCE = 'Your item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.'
const DELIVERED = { ...EMPTY_EVENT, text: 'Delivered, Left with Individual', local: '2026-11-06T13:28:00', city: 'FAKEVILLE', state: 'OH', zip: '43999' }

describe('answers of USPS Tracking', () => {
  const detail = {
    trackingNumber: A, mailClass: 'First-Class Mail<SUP>&reg;</SUP>', services: ['Certified Mail&lt;SUP&gt;&amp;reg;&lt;/SUP&gt;<br>Return Receipt'], RREEnabled: 'true', returnDateNotice: '2026-11-25', destinationZIP: '43999-1234', originZIP: 12099,
    relatedReturnReceiptID: '9590 9402 5878 0038 2311 51', expectedDeliveryTimeStamp: '2026-11-09T23:59:00Z', accessControl: 'FREE', predictedDeliveryDate: null,
    trackingEvents: [
      { eventType: 'DELIVERED', eventTimestamp: '2026-11-20T07:31:00Z', GMTTimestamp: '2026-11-20T12:31:00Z', GMTOffset: '-05:00', eventCity: 'FAKEVILLE', eventState: 'OH', eventZIP: '43999', firm: '', name: 'H <b>THIMBLE</b>', eventCode: '01' },
      { eventType: 'Arrived', eventTimestamp: '2026-11-19T07:31:00Z', eventCity: 'COLUMBUS OH DISTRIBUTION CENTER', eventState: null, eventZIP: null, eventCode: 'A1' },
    ],
  }
  const events = [
    { code: '01', text: 'DELIVERED', at: Date.UTC(2026, 10, 20, 12, 31), local: '2026-11-20T07:31:00', city: 'FAKEVILLE', state: 'OH', zip: '43999', country: '', name: 'H THIMBLE' },
    { code: 'A1', text: 'Arrived', at: null, local: '2026-11-19T07:31:00', city: 'COLUMBUS OH DISTRIBUTION CENTER', state: '', zip: '', country: '', name: '' },
  ]
  const facts = { returnDay: '2026-11-25', greenCard: '9590940258780038231151', expectedDay: '2026-11-09', destinationZip: '43999', originZip: '12099', mailClass: 'First-Class Mail®', services: ['Certified Mail®', 'Return Receipt'], electronicReceipt: true, accessControl: 'FREE' }

  it('v3: HTML, booleans as texts, a wrong Z, nulls', () => {
    expect(readUsps(detail)).toEqual({ ok: true, news: [{ number: A, events, facts, problem: null, unread: null, raw: JSON.stringify(detail) }] })
  })

  it('v3r2: an array, eventZIPCode, a nested expectation, events as an object, an error beside news', () => {
    const one = { trackingNumber: A, deliveryDateExpectation: { expectedDeliveryDate: '2026-11-09' }, trackingEvents: { eventType: 'Refused', eventTimestamp: '2026-11-15T07:31:00', eventZIPCode: '43999', eventCode: '4' } }
    const other = { trackingNumber: B, error: { code: '404', message: 'Not found', errors: [{ status: '404', code: '150002', detail: 'no record yet' }] } }
    expect(readUsps([one, other])).toEqual({
      ok: true, news: [
        { number: A, events: [{ ...EMPTY_EVENT, code: '04', text: 'Refused', local: '2026-11-15T07:31:00', zip: '43999' }], facts: { ...NO_FACTS, expectedDay: '2026-11-09' }, problem: null, unread: null, raw: JSON.stringify(one) },
        { number: B, events: [], facts: NO_FACTS, problem: { kind: 'not-yet', code: '150002', message: 'no record yet' }, unread: null, raw: JSON.stringify(other) },
      ],
    })
  })

  it('summaries: sentences of both ages', () => {
    const sentence = 'Your item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.'
    const read = { ...EMPTY_EVENT, text: sentence, local: '2026-11-06T13:28:00', city: 'FAKEVILLE', state: 'OH', zip: '43999' }
    for (const body of [{ trackingNumber: A, eventSummaries: [sentence] }, { TrackResults: { RequestSeqNumber: 1, TrackInfo: { '@ID': A, TrackSummary: sentence } } }]) {
      const answer = readUsps(body)
      expect(answer.ok && answer.news.map(({ number, events }) => ({ number, events }))).toEqual([{ number: A, events: [read] }])
    }
  })

  it('a status alone, an offset inside the time, several answers one to a line', () => {
    const alone = readUsps({ trackingNumber: A, status: 'Delivered', statusSummary: 'Your item was delivered at 1:28 pm on November 6, 2026 in FAKEVILLE OH 43999.', trackingEvents: [] })
    expect(alone.ok && alone.news[0]?.events).toMatchObject([{ local: '2026-11-06T13:28:00', city: 'FAKEVILLE', zip: '43999' }])
    const inside = readUsps({ trackingNumber: A, trackingEvents: [{ eventCode: '01', eventTimestamp: '2026-11-06T13:28:00-05:00' }] })
    expect(inside.ok && inside.news[0]?.events).toMatchObject([{ local: '2026-11-06T13:28:00', at: Date.UTC(2026, 10, 6, 18, 28) }])
    const lines = readUspsText([A, B].map((trackingNumber) => JSON.stringify({ trackingNumber, trackingEvents: [] })).join('\n'))
    expect(lines.ok && lines.news.map(({ number }) => number)).toEqual([A, B])
  })

  it.each([
    [{ apiVersion: '/tracking/v3', error: { code: '400', message: 'x', errors: [{ code: '150001', detail: 'not yet' }] } }, 'not-yet', '150001'], [{ error: { code: '403', errors: [{ code: '150010', title: 'not yours' }] } }, 'another-shipper', '150010'],
    [{ error: { code: '403', message: 'accessControl IP_AGREEMENT' } }, 'ip-agreement', '403'], [{ error: 'invalid_client', error_description: 'wrong secret' }, 'refused', 'invalid_client'], [{ error: { code: '404', message: 'gone' } }, 'not-found', '404'],
    [{}, 'other', 'shape'], [[], 'not-found', 'empty'], ['text', 'other', 'shape'], [null, 'other', 'shape'], [{ trackingNumber: 5 }, 'other', 'shape'],
  ])('%j is %s %s', (body, kind, code) => {
    expect(readUsps(body)).toMatchObject({ ok: false, problem: { kind, code } })
  })

  it('never fails, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ trackingNumber: fc.constant(A), trackingEvents: fc.anything(), services: fc.anything(), TrackSummary: fc.anything(), error: fc.anything() }, { requiredKeys: [] })), (body) => {
      expect(typeof readUsps(body).ok).toBe('boolean')
    }))
    fc.assert(fc.property(fc.string(), (text) => void readUspsText(text)))
  })
})

describe('copied pages', () => {
  it('with the date below', () => {
    const page = `Tracking Number:\n\n${A}\n\nCopy\n\nYour item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.\n\nDelivered\nDelivered, Left with Individual\nFAKEVILLE, OH 43999\nNovember 6, 2026, 1:28 pm\n\nArrived at USPS Regional Facility\nCOLUMBUS OH DISTRIBUTION CENTER\nNovember 5, 2026, 3:40 am\n\nSee Less\n`
    const events = [DELIVERED, { ...EMPTY_EVENT, text: 'Arrived at USPS Regional Facility', local: '2026-11-05T03:40:00', city: 'COLUMBUS OH DISTRIBUTION CENTER' }]
    expect(readPage(page).map(({ number, events }) => ({ number, events }))).toEqual([{ number: A, events }])
    expect(readPage(page.replaceAll('\n', '\r\n')).map(({ events }) => events)).toEqual([events])
  })

  it('with the date above, without blank lines, and several numbers', () => {
    const page = `9589 0710 5270 0412 2039 80\nNovember 6, 2026, 1:28 pm\nDelivered, Left with Individual\nFAKEVILLE, OH 43999\nNovember 3, 2026\nAccepted at USPS Origin Facility\nANYTOWN, NY 12099\n${B}\nIn Transit to Next Facility\nNovember 4, 2026\n`
    expect(readPage(page).map(({ number, events }) => ({ number, events }))).toEqual([
      { number: A, events: [DELIVERED, { ...EMPTY_EVENT, text: 'Accepted at USPS Origin Facility', local: '2026-11-03', city: 'ANYTOWN', state: 'NY', zip: '12099' }] },
      { number: B, events: [{ ...EMPTY_EVENT, text: 'In Transit to Next Facility', local: '2026-11-04' }] },
    ])
  })

  it('with a heading above a list that has its dates first, as a table, with deadlines, and of other carriers', () => {
    const told = (page: string) => readPage(page).flatMap(({ events }) => events.map(({ text, local, city, zip, name }) => [text, local, city, zip, name].filter((part) => part !== '')))
    const [possession, out] = [['USPS in possession of item', '2026-11-03T16:21:00', 'ANYTOWN', '12099'], ['Out for Delivery', '2026-11-06T06:10:00', 'FAKEVILLE', '43999']]
    const delivered = ['Delivered, Left with Individual', '2026-11-06T13:28:00', 'FAKEVILLE', '43999']
    expect(told(`Tracking Number: ${A}\nDelivered\nNovember 6, 2026 at 1:28 pm\nDelivered, Left with Individual\nFAKEVILLE, OH 43999\nGet Updates\nTracking History\n\nNovember 6, 2026, 1:28 pm\nDelivered, Left with Individual\nFAKEVILLE, OH 43999\n${SENTENCE}\n\nNovember 6, 2026, 6:10 am\nOut for Delivery\nFAKEVILLE, OH 43999\n\nNovember 3, 2026, 4:21 pm\nUSPS in possession of item\nANYTOWN, NY 12099\n`)).toEqual([delivered, out, possession])
    expect(told(`${A}\nDATE & TIME\tSTATUS\tLOCATION\nNovember 6, 2026 , 1:28 pm\tDelivered, Left with Individual\tFAKEVILLE, OH 43999\nNovember 6, 2026 , 6:10 am\tOut for Delivery\tFAKEVILLE, OH 43999`)).toEqual([delivered, out])
    const reminder = `${A}\nReminder to Schedule Redelivery of your item before November 21, 2026\nNovember 11, 2026\nNotice Left\nFAKEVILLE, OH 43999\nNovember 6, 2026, 2:14 pm\n`
    expect(told(reminder)).toEqual([['Reminder to Schedule Redelivery of your item before November 21, 2026', '2026-11-11'], ['Notice Left', '2026-11-06T14:14:00', 'FAKEVILLE', '43999']])
    expect(readPage(reminder)[0]?.facts.returnDay).toBe('2026-11-21')
    expect(told('1Z 999 AA1 01 2345 6784\nDelivered\n11/06/2026, 1:28 P.M.\nFAKEVILLE, OH, United States\nReceived By: THIMBLE')).toEqual([['Delivered', '2026-11-06T13:28:00', 'FAKEVILLE', 'THIMBLE']])
  })

  it('without a number are about the one they were opened for, and give nothing otherwise', () => {
    const page = 'Delivered, Left with Individual\nFAKEVILLE, OH 43999\nNovember 6, 2026, 1:28 pm'
    expect(readPage(page)).toEqual([])
    expect(readPage(page, A).map(({ number, events }) => ({ number, events }))).toEqual([{ number: A, events: [DELIVERED] }])
    expect(readPage('Latest update\nOut for Delivery', A)[0]?.events).toEqual([{ ...EMPTY_EVENT, text: 'Out for Delivery' }])
    expect(readPage('Nothing to see', A)[0]?.events).toEqual([])
    expect(readPage('9589071052700412203981 Delivered')).toEqual([])
  })

  it('never fail', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(A, 'November 6, 2026, 1:28 pm', 'FAKEVILLE, OH 43999', 'Delivered', '')), { maxLength: 12 }), (lines) => {
      for (const { events } of readPage(lines.join('\n'), A)) for (const event of events) expect(event.text).not.toBe('')
    }))
  })
})

describe('notices', () => {
  const body = `Tracking number ${A}\nYour item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.`
  const usps = 'auto-reply@usps.com'

  it.each([
    ['a known heading with its sentence', usps, `USPS Item Delivered ${A}`, body, [['2026-11-06T13:28:00', '43999']], null],
    ['a known heading alone', usps, `Item Delivered ${A}`, '', [[null, '']], null],
    ['an exception without a reason', usps, `Delivery Exception ${A}`, 'See our page.', [], `Delivery Exception ${A}`],
    ['an exception with its reason', usps, `Delivery Exception ${A}`, 'Your item was refused by the addressee at 8:49 am on November 6, 2026 in FAKEVILLE, OH 43999.', [['2026-11-06T08:49:00', '43999']], null],
    ['an unknown layout', usps, `Great news about ${A}`, body, [], `Great news about ${A}`],
    ['a known heading from somebody else', 'auto-reply@usps.com.example.org', `Item Delivered ${A}`, body, [], `Item Delivered ${A}`],
    ['a heading about two numbers', usps, `Item Delivered ${A}`, B, [], `Item Delivered ${A}`],
  ])('%s', (_, from, subject, text, events, unread) => {
    const news = readNotice({ from, subject, text })
    expect(news[0]).toMatchObject({ number: A, unread })
    expect(news[0]?.events.map((event) => [event.local, event.zip])).toEqual(events)
  })

  // One heading of USPS stands above news of every kind: the sentence tells them apart.
  const expected = `USPS® Expected Delivery on Friday, November 6, 2026 arriving by 9:00pm ${A}`
  it.each([
    [expected, 'Your item is out for delivery on November 6, 2026 at 7:10 am in FAKEVILLE, OH 43999. USPS expects to deliver your package today by 9:00pm.', 'out', '2026-11-06T07:10:00', '43999'],
    [expected, 'Your item departed our USPS facility in COLUMBUS OH DISTRIBUTION CENTER on November 5, 2026 at 1:17 pm. The item is currently in transit to the destination.', 'transit', '2026-11-05T13:17:00', ''],
    [expected, 'USPS expects to deliver your package by Friday, November 6, 2026 arriving by 9:00pm.', 'info', null, ''],
    [`USPS Item Delivered, To Original Sender ${A}`, 'Your item was delivered to the original sender at 10:45 am on November 26, 2026 in ANYTOWN, VT 05099.', 'delivered-back', '2026-11-26T10:45:00', '05099'],
    [`USPS Item Delivered, To Original Sender ${A}`, '', 'delivered-back', null, ''],
    [`USPS Delivery Attempt, Notice Left (No Authorized Recipient Available) ${A}`, '', 'notice', null, ''],
    [`USPS Delivery Exception, Unclaimed/Being Returned to Sender ${A}`, '', 'unclaimed', null, ''],
    [`USPS Available for Pickup ${A}`, 'Your item arrived at the FAKEVILLE, OH 43999 post office at 9:01 am on November 7, 2026 and is ready for pickup.', 'pickup', '2026-11-07T09:01:00', '43999'],
    [`USPS Reminder to Schedule Redelivery of your item before November 21, 2026 ${A}`, '', 'notice', null, ''],
    [`USPS Pre-Shipment, USPS Awaiting Item ${A}`, 'A shipping label has been prepared for your item at 9:00 am on November 3, 2026 in ANYTOWN, VT 05099.', 'label', '2026-11-03T09:00:00', '05099'],
  ])('%s: %s', (subject, sentence, meaning, local, zip) => {
    // As a message in HTML gives it, and as one that was cut to a width of 50 letters.
    for (const text of [sentence, sentence.replaceAll(/(.{1,50})(?: |$)/g, '$1\n')]) {
      const [news] = readNotice({ from: 'auto-reply@tracking.usps.com', subject, text: `Hello,\n\n${text}\n\nTracking Number: ${A}\nReturn Receipt: 9590940258780038231151\n` })
      expect(news).toMatchObject({ number: A, unread: null, events: [{ local, zip }] })
      expect(news?.events.map(meaningOf)).toEqual([meaning])
    }
  })

  it('give the day of the return, the expected day, and are read when a person sent them on', () => {
    const remind = 'This is a reminder to arrange for redelivery of your item or your item will be returned on November 21, 2026.'
    expect(readNotice({ from: usps, subject: `Reminder to Schedule Redelivery of your item ${A}`, text: remind })[0]?.facts.returnDay).toBe('2026-11-21')
    expect(readNotice({ from: usps, subject: expected, text: '' })[0]?.facts.expectedDay).toBe('2026-11-06')
    const sentOn = `See below\n\n---------- Forwarded message ---------\nFrom: USPS <auto-reply@tracking.usps.com>\nDate: Fri, Nov 6, 2026\nSubject: USPS Item Delivered ${A}\n\n${body}`
    expect(readNotice({ from: 'clerk@example.com', subject: 'FW: this', text: sentOn })[0]).toMatchObject({ unread: null, events: [{ local: '2026-11-06T13:28:00' }] })
    expect(readNotice({ from: 'clerk@example.com', subject: 'FW: this', text: sentOn.replace('usps.com', 'usps.com.example.org') })[0]).toMatchObject({ unread: 'FW: this', events: [] })
  })

  it('about several letters give each its own sentence, or nothing where it is not plain whose it is', () => {
    const refused = 'Your item was refused by the addressee at 8:49 am on November 6, 2026 in FAKEVILLE, OH 43999.'
    const two = (text: string) => readNotice({ from: usps, subject: 'USPS Tracking updates', text }).map(({ number, events }) => [number, events.map(meaningOf).join()])
    expect(two(`${A}\n${SENTENCE}\n${B}\n${refused}`)).toEqual([[A, 'delivered'], [B, 'refused']])
    expect(two(`${SENTENCE}\n${A}\n${refused}\n${B}`)).toEqual([[A, 'delivered'], [B, 'refused']])
    expect(two(`${A}\n${B}\n${refused}`)).toEqual([[A, ''], [B, '']])
  })

  it('without a number say nothing', () => {
    expect(readNotice({ from: usps, subject: 'Item Delivered', text: 'Hello' })).toEqual([])
  })
})

describe('tables', () => {
  it('with columns in any order, digits as spreadsheets keep them, and bad rows with their reasons', () => {
    const header = ['Zip', 'Event Date', 'Status', 'Tracking Number', 'City', 'State', 'Time', 'Signed by']
    const shape = tableShape([header])
    expect(shape).toEqual({ columns: header, hasHeader: true, start: 1, mapping: { zip: 0, when: 1, text: 2, number: 3, city: 4, state: 5, time: 6, name: 7 } })
    const rows = [
      ['43999', '11/06/2026', 'Delivered, Left with Individual', `="${A}"`, 'FAKEVILLE', 'OH', '1:28 pm', ''], ['', '', '', '', '', '', '', ''], ['1234', '2026-11-05', 'Out for Delivery', `'${A}`, '', '', '', 'X'],
      ['', '11/05/2026', 'Refused', '9.58907E+21', '', '', '', ''], ['', 'soon', 'Refused', B, '', '', '', ''], ['', '11/05/2026', '', B, '', '', '', ''], ['', '11/05/2026', 'Refused', '', '', '', '', ''],
    ]
    const { news, bad } = readTable(rows, shape.mapping, 2)
    expect(news.map(({ number, events }) => ({ number, events }))).toEqual([{ number: A, events: [DELIVERED, { ...EMPTY_EVENT, text: 'Out for Delivery', local: '2026-11-05', zip: '01234', name: 'X' }] }])
    expect(bad.map(({ row, reason }) => [row, reason.split('.')[0]])).toEqual([[5, 'A spreadsheet has cut this number'], [6, '"soon" is not a date'], [7, 'This row does not say what happened'], [8, 'There is no tracking number in this row']])
  })

  it('with a title above, columns without a known name, dates as a spreadsheet counts them, and digits that it lost', () => {
    const rows = [['Report of November', '', ''], ['Nr.', 'Was', 'Wann'], [A, 'Delivered', '46332.561'], [B, 'Refused', '6-Nov-26'], ['9589071052700410000000', 'Refused', '46332'], ['9.58907E+21', 'Refused', '46332']]
    const shape = tableShape(rows)
    expect(shape).toEqual({ columns: ['Nr.', 'Was', 'Wann'], hasHeader: true, start: 2, mapping: { number: 0, text: 1, when: 2 } })
    const { news, bad } = readTable(rows.slice(2), shape.mapping, 3)
    expect(news.map(({ number, events }) => [number, events[0]?.local])).toEqual([[A, '2026-11-06T13:28:00'], [B, '2026-11-06']])
    expect(bad.map(({ row, reason }) => [row, reason.split('.')[0]])).toEqual([[5, 'A spreadsheet has cut this number'], [6, 'A spreadsheet has cut this number']])
    expect(tableShape([['GMT timestamp', 'Code', 'Tracking number']]).mapping).toEqual({ gmt: 0, code: 1, number: 2 })
  })

  it('without a header are read by what stands in them', () => {
    const rows = [[A, 'Delivered', '11/06/2026 1:28 pm', '43999', 'OH'], [B, 'Refused', '11/07/2026', '15099', 'PA']]
    const shape = tableShape(rows)
    expect(shape.hasHeader).toBe(false)
    expect(shape.mapping).toEqual({ number: 0, text: 1, when: 2, zip: 3, state: 4 })
    expect(readTable(rows, shape.mapping, 1).news.map(({ number, events }) => [number, events[0]?.text, events[0]?.local])).toEqual([[A, 'Delivered', '2026-11-06T13:28:00'], [B, 'Refused', '2026-11-07']])
    expect(tableKey(['Tracking Number', 'ZIP'])).toBe(tableKey(['tracking_number', 'zip']))
  })
})
