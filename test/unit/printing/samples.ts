/** Labels that the printing tests share. */
import { MEDIA } from '../../../src/shared/printing/document.ts'
import type { PrintDocument } from '../../../src/shared/printing/document.ts'
import { badge, containerLabel, pieceLabel, receipt, shelfLabel, testPage } from '../../../src/shared/printing/labels.ts'
import type { PieceLabel } from '../../../src/shared/printing/labels.ts'
import { addressLabel, certifiedLabel, envelope, greenCard } from '../../../src/shared/printing/mailpieces.ts'

export const PIECE: PieceLabel = {
  number: 'PH-26-000123-7',
  grouped: 'PH-26-000123-7',
  recipient: 'Alexandra Montgomery-Fitzgerald',
  department: 'Finance and Administration',
  mailStop: 'B4-17',
  location: 'Shelf A3',
  date: 'Mon Nov 23, 2026',
  index: 1,
  count: 3,
  office: 'Example Street Mailroom',
}

export const CERTIFIED = {
  number: '9307109876500000000010',
  zip: '10023',
  services: ['RETURN RECEIPT'],
  to: ['JANE DOE', '350 5TH AVE', 'NEW YORK NY 10023'],
  from: ['Example Office', '1 Main St', 'Springfield IL 62701'],
}

export const HOSTILE = ['^XZ^XA^FO0,0^A0N,90,90^FDOWNED^FS', '~JA~HS', '_5E_7E\\&\\\\', '\u001b@\u001dV\u0000\u0010\u0004\u0001', 'a\r\nb\u0000c\u007f', '<script>alert(1)</script>&"\'', '\u202etxt.exe', '%PDF) Tj ET ((']

const test = { printer: 'Zebra ZD421', office: 'Example', date: 'Nov 23, 2026', settings: [['Paper', '4 x 6 in'], ['Darkness', '15']] as const, lacking: [] }

/** One of everything that is printed, on every paper it makes sense on. */
export function everyDocument(): Record<string, PrintDocument> {
  return {
    'piece on 4x6': pieceLabel(PIECE, MEDIA['4x6']),
    'piece on 2x1': pieceLabel(PIECE, MEDIA['2x1']),
    'piece on 62 mm roll': pieceLabel({ ...PIECE, copy: true }, MEDIA['62mm']),
    'piece on 62x29': pieceLabel(PIECE, MEDIA['62x29']),
    'piece on 80 mm roll': pieceLabel(PIECE, MEDIA['80mm']),
    'piece on Letter': pieceLabel(PIECE, MEDIA.letter),
    'shelf on 4x6': shelfLabel({ code: 'LOC-A3', name: 'A3', office: 'Example' }, MEDIA['4x6']),
    'shelf on 2x1': shelfLabel({ code: 'LOC-A3', name: 'A3', office: 'Example' }, MEDIA['2x1']),
    'badge on 62x29': badge({ code: 'USR-0001', name: 'Kim Lee', role: 'Operator', office: 'Example' }, MEDIA['62x29']),
    'badge on 4x6': badge({ code: 'USR-0001', name: 'Kim Lee', role: 'Operator', office: 'Example' }, MEDIA['4x6']),
    'container on 4x6': containerLabel({ code: 'PC7K00001248', name: 'Cart 3', what: 'Cart', office: 'Example' }, MEDIA['4x6']),
    'container on 2x1': containerLabel({ code: 'PC7K00001248', name: 'Cart 3', what: 'Cart', office: 'Example' }, MEDIA['2x1']),
    'address on 4x6': addressLabel(CERTIFIED, MEDIA['4x6']),
    'address on 2x1': addressLabel(CERTIFIED, MEDIA['2x1']),
    'No. 10 envelope': envelope({ ...CERTIFIED, note: 'Matter 2026-118' }, '10'),
    'green card': greenCard({ ...CERTIFIED, services: ['certified', 'certified-restricted'] }),
    'certified on 4x6': certifiedLabel(CERTIFIED, MEDIA['4x6']),
    'test page on 4x6': testPage(test, MEDIA['4x6']),
    'test page on 2x1': testPage(test, MEDIA['2x1']),
    'receipt on 80 mm': receipt(
      { title: 'Handover', office: 'Example', date: 'Nov 23, 2026', lines: ['Kim Lee', ['PH-26-000123-7', 'B4-17']], total: ['Pieces', '1'], code: 'PH-26-000123-7', footer: 'Thank you' },
      MEDIA['80mm'],
    ),
  }
}
