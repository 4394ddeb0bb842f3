import { randomFillSync } from 'node:crypto'

const reserve = Buffer.alloc(4_096)
let taken = reserve.length

/** Fills `bytes` with chance out of a reserve and answers it: asking the system every time takes longer than writing the row that it is for. */
export function fillByChance(bytes: Uint8Array): Uint8Array {
  if (bytes.length > reserve.length) return randomFillSync(bytes)
  if (taken + bytes.length > reserve.length) {
    randomFillSync(reserve)
    taken = 0
  }
  const part = reserve.subarray(taken, (taken += bytes.length))
  bytes.set(part)
  // A salt that is deleted later must not be left here.
  part.fill(0)
  return bytes
}
