const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The form of every identifier that {@link newId} makes. */
export const ID_PATTERN = /^[0-9a-hjkmnp-tv-z]{18}$/

/**
 * A new identifier for a record: 9 characters of time, 9 of chance (45 random bits), so that records made one after
 * the other stand beside each other in an index and two stations never make the same one.
 *
 * @param now UTC milliseconds
 * @param random a source of random bytes; the platform's own by default
 */
export function newId(now: number, random: (bytes: Uint8Array) => Uint8Array = platformRandom): string {
  let time = Math.max(0, Math.floor(now))
  let id = ''
  for (let i = 0; i < 9; i++) {
    id = ALPHABET[time % 32] + id
    time = Math.floor(time / 32)
  }
  for (const byte of random(new Uint8Array(9))) id += ALPHABET[byte & 31]
  return id
}

interface CryptoLike { crypto?: { getRandomValues(bytes: Uint8Array): Uint8Array } }

function platformRandom(bytes: Uint8Array): Uint8Array {
  const { crypto } = globalThis as CryptoLike
  if (!crypto) throw new Error('This platform has no source of randomness.')
  return crypto.getRandomValues(bytes)
}
