import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { classify, StoreError } from './errors.ts'

/** Where things lie inside a store's folder. */
export function layout(folder: string) {
  const root = resolve(folder)
  return {
    root,
    database: join(root, 'pigeonhole.db'),
    owner: join(root, 'owner.lock'),
    files: join(root, 'files'),
    beforeMigration: join(root, 'before-migration'),
    log: join(root, 'station.log'),
    socketToken: join(root, 'command-line.token'),
    browserKey: join(root, 'browser.key'),
    browserPort: join(root, 'browser.port'),
    secrets: join(root, 'secrets.json'),
    sealedSecrets: join(root, 'sealed.json'),
  }
}

/** A short name for a store's folder, the same for every process that names the same folder. */
export function folderKey(folder: string): string {
  const root = resolve(folder)
  const real = existsSync(root) ? realpathSync(root) : root
  return createHash('sha256').update(real).digest('hex').slice(0, 16)
}

/** The folder a store lies in when nobody names one: the place of the OS for data that stays on this computer. */
export function defaultFolder(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Pigeonhole', 'store')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Pigeonhole', 'store')
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'pigeonhole', 'store')
}

const NETWORK_TYPES = /^(nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|9p|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|rclone|s3fs|davfs2?|gvfsd-fuse|glusterfs|google-drive-ocamlfuse|onedriver|cephfs))$/

/**
 * The type of the network file system that holds `path`, or null when it is local.
 *
 * @param mounts the text of Linux's `/proc/self/mounts`
 */
export function networkMount(path: string, mounts: string): string | null {
  let best = { point: '', type: '' }
  for (const line of mounts.split('\n')) {
    const [, rawPoint, type] = line.split(' ')
    if (!rawPoint || !type) continue
    const point = rawPoint.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    const inside = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`)
    if (inside && point.length >= best.point.length) best = { point, type }
  }
  return NETWORK_TYPES.test(best.type) ? best.type : null
}

const SYNCED = /(^|[\\/])(OneDrive( - [^\\/]+)?|Dropbox( \([^\\/]+\))?|Google ?Drive|My Drive|iCloud ?Drive|Mobile Documents|Nextcloud|ownCloud|Box Sync|SynologyDrive|Creative Cloud Files)([\\/]|$)/i

/** The name of the synchronizing service whose folder holds `path`, or null. */
export function syncedFolder(path: string, env: NodeJS.ProcessEnv = process.env): string | null {
  for (const name of ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer']) {
    const root = env[name]
    if (root && (path === root || path.startsWith(root + sep))) return 'OneDrive'
  }
  return SYNCED.exec(path)?.[2] ?? null
}

/** True for a path that Windows reaches over the network by its form. */
function uncPath(path: string): boolean {
  return /^[\\/]{2}[^\\/?.]/.test(path) || /^\\\\\?\\UNC\\/i.test(path)
}

function existingAncestor(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingAncestor(dirname(path))
}

/**
 * Makes sure that a store can live in `folder`, creating it when it is missing.
 *
 * @throws StoreError `network-folder`, `synced-folder`, `read-only` or `not-a-folder`
 */
export function prepareFolder(folder: string, options: { mounts?: string } = {}): void {
  const root = resolve(folder)
  const anchor = existingAncestor(root)
  const real = realpathSync(anchor) + root.slice(anchor.length)
  const mounts = options.mounts ?? (existsSync('/proc/self/mounts') ? readFileSync('/proc/self/mounts', 'utf8') : '')
  const network = uncPath(folder) ? 'a Windows share' : networkMount(real, mounts)
  if (network)
    throw new StoreError('network-folder', `${root} is on the network (${network}). Two computers could damage a store there. Choose a folder on this computer; backups may go to the network.`)
  const synced = syncedFolder(real)
  if (synced)
    throw new StoreError('synced-folder', `${root} is kept in step by ${synced}, which can damage an open store. Choose a folder that is not synchronized; backups may go there.`)
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 })
    accessSync(root, constants.W_OK | constants.R_OK)
  } catch (error) {
    throw classify(error, root) ?? error
  }
}

/**
 * Makes sure that a database which is not there never was: SQLite would make a new one in its place, and throw away what waits in the log beside it.
 *
 * @param create whether a store may be made where there is none
 * @throws StoreError `missing` where no store may be made, `damaged` where one was in use and its database is gone or empty, `read-only` where nobody can say
 */
export function checkDatabase(folder: string, create: boolean): void {
  const paths = layout(folder)
  const size = sizeOf(paths.database)
  if (size !== null && size > 0) return
  const used = [`${paths.database}-wal`, paths.browserKey, paths.secrets, paths.sealedSecrets].some((path) => (sizeOf(path) ?? 0) > 0)
    || [paths.files, paths.beforeMigration].some((path) => sizeOf(path) !== null && readdirSync(path).length > 0)
  if (used || (size === 0 && !create))
    throw new StoreError('damaged', `${paths.database} is ${size === null ? 'gone, but the rest of a store is here' : 'empty'}. Nothing was changed. Put the file back, or restore the last backup into a new folder; keep this one.`)
  if (!create) throw new StoreError('missing', `There is no store in ${paths.root}. Make one with "init", or name another folder with --store.`)
}

/** How many bytes `path` has, or null when nothing is there. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? null
  } catch (error) {
    throw classify(error, path) ?? error
  }
}
