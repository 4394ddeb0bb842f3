/** What ends a code on a serial line: Enter (CR, LF or both), Tab, ETX, or a pause. */
export const TERMINATORS = ['enter', 'tab', 'etx', 'pause'] as const
export type Terminator = (typeof TERMINATORS)[number]

/** The speeds scanners are set up with, baud. On USB any of them does. */
export const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const

/** How a serial scanner was set up. */
export interface SerialSetup { terminator: Terminator; prefix: string; suffix: string }

/** One code off the line; `took` is milliseconds from its first byte to its last. */
export interface SerialCode { raw: string; took: number }

export interface SerialReader {
  /** Takes what has arrived; `time` is milliseconds by any clock that does not go back. Answers every code that is whole now. */
  feed: (bytes: Uint8Array, time: number) => SerialCode[]
  /** How many bytes of a code have arrived that has not ended. */
  pending: () => number
  /** Takes what has arrived as a whole code: the line's pause says so. Null when there is nothing. */
  end: () => SerialCode | null
  /** Forgets what has arrived of a code. */
  drop: () => void
}

/** Bytes that end a code, by terminator. */
const ENDS: Record<Terminator, ReadonlySet<number>> = { enter: new Set([0x0d, 0x0a]), tab: new Set([0x09]), etx: new Set([0x03]), pause: new Set() }
/** No code is longer: the largest two-dimensional ones hold some 7,000 characters. */
const LONGEST = 16_384

/** Cuts what comes off a serial line into codes, and takes off what the scanner was set up to send around each. */
export function createSerialReader({ terminator, prefix, suffix }: SerialSetup): SerialReader {
  const ends = ENDS[terminator]
  let bytes: number[] = []
  let [first, last] = [0, 0]

  function end(): SerialCode | null {
    const text = bare(decode(bytes), prefix, suffix)
    bytes = []
    return text === '' ? null : { raw: text, took: Math.round(last - first) }
  }

  return {
    feed(arrived, time) {
      const codes: SerialCode[] = []
      for (const byte of arrived) {
        if (ends.has(byte)) {
          const code = end()
          if (code) codes.push(code)
          continue
        }
        if (bytes.length === 0) first = time
        last = time
        if (bytes.length < LONGEST) bytes.push(byte)
      }
      return codes
    },
    pending: () => bytes.length,
    end,
    drop: () => { bytes = [] },
  }
}

/** Most scanners send UTF-8 or plain ASCII; what is not valid UTF-8 is Latin-1. */
function decode(bytes: readonly number[]): string {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCodePoint(...bytes)
  }
}

/** Without frame bytes (STX, NUL, line ends), prefix and suffix. One that lacks them is taken all the same: on this line nobody types. */
function bare(text: string, prefix: string, suffix: string): string {
  let inner = text.replaceAll(/^[\0\u0002\r\n]+|[\0\u0003\u0004\r\n]+$/g, '')
  if (prefix !== '' && inner.startsWith(prefix)) inner = inner.slice(prefix.length)
  if (suffix !== '' && inner.endsWith(suffix)) inner = inner.slice(0, -suffix.length)
  return inner
}
