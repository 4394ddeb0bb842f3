import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

// 64 MB and about 0.1 s on an office computer: a stolen store cannot be tried quickly, even though PINs are short.
const COST = { N: 1 << 16, r: 8, p: 1, maxmem: 128 << 20 }
const KEY_BYTES = 32

function derive(secret: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => scrypt(secret.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key))))
}

/** How hard a secret is to try, as scrypt's N: what every face takes. */
export const SECRET_COST = COST.N

/**
 * A salted scrypt of a PIN or recovery code, in the form `scrypt$N$r$p$salt$key`. Off the main thread. `n` is how hard it is to try:
 * a hash is checked by the cost it was made with.
 */
export async function hashSecret(secret: string, n = SECRET_COST): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(secret, salt, { ...COST, N: n })
  return ['scrypt', n, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** True when `secret` is the one that was hashed. Takes the same time whether it is or not. */
export async function matches(secret: string, hashed: string): Promise<boolean> {
  const [form, n, r, p, salt, key] = hashed.split('$')
  if (form !== 'scrypt' || !salt || !key) return false
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(secret, Buffer.from(salt, 'base64url'), { ...COST, N: Number(n), r: Number(r), p: Number(p) })
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A recovery code: 20 characters without look-alikes in groups of four, 100 random bits. */
export function newRecoveryCode(): string {
  const code = [...randomBytes(20)].map((byte) => LETTERS[byte & 31]).join('')
  return code.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** A recovery code as it was typed, without what people add: spaces, dashes, lower case. */
export function plainRecoveryCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '').replaceAll(/(.{4})(?=.)/g, '$1-')
}
