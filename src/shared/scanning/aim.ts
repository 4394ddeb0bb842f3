/** Symbologies by the letter of their AIM identifier (ISO/IEC 15424). */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'Code 39', C: 'Code 128', d: 'Data Matrix', e: 'GS1 DataBar', E: 'EAN/UPC', F: 'Codabar', G: 'Code 93', H: 'Code 11', I: 'ITF', L: 'PDF417', M: 'MSI', Q: 'QR Code', R: '2 of 5', S: '2 of 5', U: 'MaxiCode', z: 'Aztec',
}
/** Those whose modifier says that the content follows GS1. */
const GS1: Readonly<Record<string, string>> = { C1: 'GS1-128', C2: 'GS1-128', d2: 'GS1 Data Matrix', Q3: 'GS1 QR Code' }

/** What a scanner says of the barcode: its AIM identifier, such as `]C1`, and the text behind it. */
export interface AimRead { aim: string | null; symbology: string | null; text: string }

/** Takes the AIM identifier off a scan that has one. */
export function readAim(raw: string): AimRead {
  const found = /^\]([A-Za-z][0-9A-Za-z])/.exec(raw)?.[1]
  if (found === undefined) return { aim: null, symbology: null, text: raw }
  return { aim: `]${found}`, symbology: GS1[found] ?? BY_LETTER[found[0] ?? ''] ?? null, text: raw.slice(3) }
}
