/** What can be wrong with a store, each with its own message and next step. */
export type StoreErrorCode =
  | 'disk-full' | 'read-only' | 'damaged' | 'locked' | 'network-folder' | 'synced-folder' | 'newer' | 'not-a-folder' | 'not-a-store' | 'missing' | 'migration' | 'not-empty'

/** Something about the store itself keeps it from being used or from keeping what was sent. `message` is for the user. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'StoreError'
    this.code = code
  }
}

function codeOf(error: unknown): string {
  const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/**
 * Names what SQLite or the file system reported in words, or answers null when it is not about the store's place.
 *
 * @param where the folder or file to name in the message
 */
export function classify(error: unknown, where: string): StoreError | null {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  // SQLITE_IOERR_SHMSIZE: the index beside the write-ahead log could not grow, which takes room too.
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_IOERR_WRITE' || code === 'SQLITE_IOERR_SHMSIZE')
    return new StoreError('disk-full', `The disk that holds ${where} is full. Nothing of this was saved. Free some space, then try again.`, error)
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM')
    return new StoreError('read-only', `Pigeonhole may not write to ${where}. Nothing was saved. Ask for write access to the folder, or choose another with --store.`, error)
  if (code === 'EEXIST' || code === 'ENOTDIR') return new StoreError('not-a-folder', `${where} cannot be used as a folder: a file is in the way. Choose another folder.`, error)
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new StoreError('damaged', `The file ${where} is damaged and was not changed. Restore the last backup into a new folder; keep this one.`, error)
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new StoreError('locked', `Another program holds ${where}. Close the other Pigeonhole, then try again.`, error)
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO')
    return new StoreError('damaged', `The disk reported an error for ${where}. Nothing of this was saved. Check the disk, and restore the last backup on another one.`, error)
  return null
}
