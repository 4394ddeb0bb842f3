/** Whether a text can be kept as it is. */
export type Storable = { readonly ok: true } | { readonly ok: false; readonly reason: string }

const OK: Storable = { ok: true }

/**
 * SQLite ends a text at its first NUL in many functions, and a lone half of a surrogate pair is turned into another
 * character when it is written as UTF-8: neither comes back as it went in, so neither is accepted.
 */
export function storable(text: string): Storable {
  if (text.includes('\u0000')) return { ok: false, reason: 'The text holds a NUL character, which cannot be stored.' }
  if (!text.isWellFormed()) return { ok: false, reason: 'The text holds half of a character (a lone surrogate), which cannot be stored.' }
  return OK
}
