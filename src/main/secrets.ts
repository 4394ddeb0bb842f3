import { existsSync, readFileSync, statSync } from 'node:fs'
import { writeDurably } from './store/files.ts'

/** Passwords and keys for connections that an administrator set up. They stand in no table, no event, no log and no backup. */
export interface Secrets {
  /** A secret, or null when there is none. @throws SecretError when it is there and cannot be read */
  get(name: SecretName): Promise<string | null>
  /** Keeps a secret, or takes it away. @throws SecretError when it cannot be kept here */
  set(name: SecretName, value: string | null): Promise<void>
  /** Where this secret is kept and whether there is one, for the person who sets up the connection. */
  describe(name: SecretName): Promise<SecretPlace>
}

export type SecretName = 'smtp-password' | 'usps-key' | 'usps-secret'
export interface SecretPlace { has: boolean; where: 'environment' | 'file' | 'keychain'; detail: string }

/** A secret cannot be read or kept; `message` says why and what to do. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

/** The environment variable that holds a secret: `PIGEONHOLE_SMTP_PASSWORD`. */
export const variableOf = (name: SecretName): string => `PIGEONHOLE_${name.toUpperCase().replaceAll('-', '_')}`

/** A file of named texts that only its owner can read. */
export function secretFile(path: string) {
  return {
    read: (): Record<string, string> => {
      if (!existsSync(path)) return {}
      // Windows has no such bits: there the folder of the store belongs to its user alone.
      if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
        throw new SecretError(`Others on this computer can read ${path}. Take that right away (chmod 600), then change the password, for it may have been read.`)
      try {
        const kept: unknown = JSON.parse(readFileSync(path, 'utf8'))
        return typeof kept === 'object' && kept !== null ? Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}
      } catch {
        throw new SecretError(`The file ${path} cannot be read. Remove it, and type the password again.`)
      }
    },
    write: (values: Record<string, string>): void => writeDurably(path, Buffer.from(JSON.stringify(values))),
  }
}

/** Secrets where there is no keychain to ask: from the environment, otherwise from a file that only its owner can read. */
export function fileSecrets(path: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const file = secretFile(path)
  return withEnvironment({
    get: async (name) => file.read()[name] ?? null,
    set: async (name, value) => {
      const { [name]: _, ...rest } = file.read()
      file.write(value === null ? rest : { ...rest, [name]: value })
    },
    describe: async (name) => ({ has: file.read()[name] !== undefined, where: 'file', detail: path }),
  }, env)
}

/** What stands in the environment goes first and cannot be changed from here. */
export function withEnvironment(kept: Secrets, env: NodeJS.ProcessEnv = process.env): Secrets {
  const given = (name: SecretName): string | null => env[variableOf(name)] || null
  return {
    get: async (name) => given(name) ?? (await kept.get(name)),
    set: async (name, value) => {
      if (given(name) !== null) throw new SecretError(`This password comes from the environment (${variableOf(name)}). Change it there.`)
      await kept.set(name, value)
    },
    describe: async (name) => (given(name) === null ? await kept.describe(name) : { has: true, where: 'environment', detail: variableOf(name) }),
  }
}
