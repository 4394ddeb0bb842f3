import { safeStorage } from 'electron'
import type { Secrets } from '../secrets.ts'
import { SecretError, secretFile, withEnvironment } from '../secrets.ts'

/** Secrets sealed by the system: Keychain, DPAPI, libsecret or KWallet hold the key; the sealed texts lie in a file of their owner. */
export function sealedSecrets(path: string): Secrets {
  const file = secretFile(path)
  return withEnvironment({
    get: async (name) => {
      const sealed = file.read()[name]
      if (sealed === undefined) return null
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))
        if (shouldReEncrypt) file.write({ ...file.read(), [name]: (await safeStorage.encryptStringAsync(result)).toString('base64') })
        return result
      } catch {
        throw new SecretError('This computer cannot open the password it kept, perhaps because the user account was renewed. Type it again under Settings.')
      }
    },
    set: async (name, value) => {
      if (value === null) {
        const { [name]: _, ...rest } = file.read()
        file.write(rest)
        return
      }
      // Without a keychain Electron would seal with a key that everybody knows.
      if (!(await safeStorage.isAsyncEncryptionAvailable()) || (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'))
        throw new SecretError('This computer has no keychain to keep a password in. Put it into the environment as PIGEONHOLE_SMTP_PASSWORD instead, or set up GNOME Keyring or KWallet.')
      const sealed = (await safeStorage.encryptStringAsync(value)).toString('base64')
      file.write({ ...file.read(), [name]: sealed })
    },
    describe: async (name) => ({ has: file.read()[name] !== undefined, where: 'keychain', detail: path }),
  })
}
