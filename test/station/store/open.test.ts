import Database from 'better-sqlite3'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { connect } from '../../../src/main/store/db.ts'
import { StoreError } from '../../../src/main/store/errors.ts'
import { defaultFolder, networkMount, prepareFolder, syncedFolder } from '../../../src/main/store/folder.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import { openStore } from '../../../src/main/store/store.ts'
import { connectAs, openStation, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const open = (folder: string, create = true) => {
  const store = openStore({ folder, kinds: EVENT_KINDS, program: 'test', create })
  onTestFinished(() => store.close())
  return store
}

function refusal(work: () => unknown): { code: string; message: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof StoreError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('It was not refused.')
}

describe('opening a store', () => {
  test('makes one where there is none, durable and exclusive', () => {
    const store = open(join(temporaryFolder(), 'deep', 'store'))
    expect(store.db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(store.db.pragma('synchronous', { simple: true })).toBe(2)
    expect(store.db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(store.head).toMatchObject({ sequence: 1 })
    expect(store.device).toMatch(/^[2-9a-hjkmnp-z]{8}$/)
  })

  test('keeps its device id, its head and its pieces', async () => {
    const { station, operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const { folder, device, head } = station.services.store
    await station.close()
    const again = openStation({ folder })
    expect([again.services.store.device, again.services.store.head]).toEqual([device, head])
    expect((await connectAs(again, 'operator').pieces.get({ id: piece.id })).piece).toEqual(piece)
  })

  test('is refused while another process has it, and free again when that process is killed', async () => {
    const folder = join(temporaryFolder(), 'store')
    const script = `import { openStore } from ${JSON.stringify(new URL('../../../src/main/store/store.ts', import.meta.url).href)}; openStore({ folder: ${JSON.stringify(folder)}, kinds: new Map((await import(${JSON.stringify(new URL('../../../src/main/areas.ts', import.meta.url).href)})).EVENT_KINDS), program: 'test' }); process.stdout.write('open'); setInterval(() => {}, 1000)`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void other.kill('SIGKILL'))
    await new Promise((resolve) => other.stdout.once('data', resolve))
    expect(refusal(() => open(folder))).toEqual({ code: 'locked', message: 'This store is open in another Pigeonhole. Use that window, or close it and try again.' })
    const gone = new Promise((resolve) => other.once('exit', resolve))
    other.kill('SIGKILL')
    await gone
    expect(open(folder).head).toMatchObject({ sequence: 1 })
  })

  test('twice in the same process is refused too', () => {
    const folder = join(temporaryFolder(), 'store')
    open(folder)
    expect(refusal(() => open(folder)).code).toBe('locked')
  })

  test('a folder without a store is named when none may be made', () => {
    const folder = temporaryFolder()
    expect(refusal(() => open(folder, false))).toMatchObject({ code: 'missing', message: expect.stringContaining(folder) })
    expect(readdirSync(folder)).toEqual([])
  })

  test('a damaged file is refused and left as it is', async () => {
    const { station } = await testStation()
    const { folder } = station.services.store
    await station.close()
    const path = join(folder, 'pigeonhole.db')
    const handle = openSync(path, 'r+')
    writeSync(handle, Buffer.alloc(2048, 0x55), 0, 2048, 0)
    closeSync(handle)
    const before = readFileSync(path)
    expect(refusal(() => open(folder))).toMatchObject({ code: 'damaged', message: expect.stringContaining('Restore the last backup') })
    expect(readFileSync(path)).toEqual(before)
  })

  test('a database that is gone or empty in a folder that was in use is not made anew', () => {
    const folder = join(temporaryFolder(), 'store')
    const store = openStore({ folder, kinds: EVENT_KINDS, program: 'test' })
    store.files.put(Buffer.from('a photo'))
    store.close()
    const path = join(folder, 'pigeonhole.db')
    const kept = readFileSync(path)
    writeFileSync(path, '')
    expect(refusal(() => open(folder))).toEqual({ code: 'damaged', message: `${path} is empty. Nothing was changed. Put the file back, or restore the last backup into a new folder; keep this one.` })
    expect(readFileSync(path)).toEqual(Buffer.alloc(0))
    rmSync(path)
    expect(refusal(() => open(folder))).toMatchObject({ code: 'damaged', message: expect.stringContaining('is gone') })
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, kept)
    expect(open(folder).head?.sequence).toBe(1)
  })

  test('an empty database is a beginning that was cut off, but nothing to read from', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'pigeonhole.db'), '')
    expect(refusal(() => open(folder, false)).code).toBe('damaged')
    expect(open(folder).head?.sequence).toBe(1)
  })

  test("another program's database is refused and left as it is", () => {
    const folder = temporaryFolder()
    const db = new Database(join(folder, 'pigeonhole.db'))
    db.exec('CREATE TABLE theirs (a)')
    db.close()
    expect(refusal(() => open(folder)).code).toBe('not-a-store')
  })

  test('a file where the folder should be is refused', () => {
    const path = join(temporaryFolder(), 'file')
    writeFileSync(path, 'x')
    expect(refusal(() => open(path)).code).toBe('not-a-folder')
  })

  test('a newer store is refused and not touched', async () => {
    const { station } = await testStation()
    const { folder } = station.services.store
    await station.close()
    const db = new Database(join(folder, 'pigeonhole.db'))
    db.pragma(`user_version = ${MIGRATIONS.length + 5}`)
    db.close()
    expect(refusal(() => open(folder))).toMatchObject({ code: 'newer', message: expect.stringContaining('Install the newer version') })
  })

  test('a read-only folder is named', ({ skip }) => {
    const folder = join(temporaryFolder(), 'locked')
    mkdirSync(folder)
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700))
    if (process.getuid?.() === 0) {
      // Root may write anywhere a mode bit forbids; a read-only mount stops root as well.
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', folder])
      skip(mounted.status !== 0, 'mounting is denied here, and mode bits do not stop root')
      onTestFinished(() => void spawnSync('umount', [folder]))
    }
    expect(refusal(() => open(folder))).toMatchObject({ code: 'read-only', message: expect.stringContaining(folder) })
  })
})

describe('a full disk', () => {
  test('is said in words; what was acknowledged stays, nothing half is left, and it goes on when there is room', async () => {
    const { station, operator } = await testStation()
    const { store } = station.services
    const pages = store.connection.pragma('page_count', { simple: true }) as number
    store.connection.pragma(`max_page_count = ${pages + 3}`)
    const kept: string[] = []
    let failure: unknown = null
    for (let i = 0; failure === null && i < 2000; i++) {
      try {
        kept.push((await operator.intake.scan(scanOf(`PIECE-${i}`))).piece.id)
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toMatchObject({ code: 'STORE', data: { code: 'disk-full' }, message: expect.stringContaining('is full') })
    const listed = async () => (await operator.pieces.list({ limit: 500 })).rows.map((row) => row.id).reverse()
    expect(await listed()).toEqual(kept)
    store.connection.pragma('max_page_count = 1000000')
    kept.push((await operator.intake.scan(scanOf('AFTER'))).piece.id)
    expect(await listed()).toEqual(kept)
    expect(store.head?.sequence).toBe((store.db.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n)
  })

  test('a file that does not fit leaves no trace', ({ skip }) => {
    const mount = temporaryFolder()
    skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mount]).status !== 0, 'mounting a small disk is denied here')
    onTestFinished(() => void spawnSync('umount', [mount]))
    const store = openStore({ folder: join(mount, 'store'), kinds: EVENT_KINDS, program: 'test' })
    try {
      expect(refusal(() => store.files.put(Buffer.alloc(6 << 20, 1))).code).toBe('disk-full')
      expect([...store.files.list()]).toEqual([])
      const hash = store.files.put(Buffer.from('small'))
      expect(store.files.get(hash)).toEqual(Buffer.from('small'))
    } finally {
      store.close()
    }
  })
})

describe('where a store may lie', () => {
  const MOUNTS = 'sysfs /sys sysfs rw 0 0\n/dev/vda / ext4 rw 0 0\nserver:/mail /mnt/mail nfs4 rw 0 0\n//server/share /mnt/with\\040space cifs rw 0 0\nhost:/x /home/a/remote fuse.sshfs rw 0 0\n/dev/sdb /mnt/mail/usb ext4 rw 0 0\n'
  test.each([
    ['/home/a/store', null], ['/mnt/mail/store', 'nfs4'], ['/mnt/mailroom', null], ['/mnt/with space/x', 'cifs'], ['/home/a/remote', 'fuse.sshfs'], ['/mnt/mail/usb/store', null],
  ])('%s is on %s', (path, type) => expect(networkMount(path, MOUNTS)).toBe(type))

  test('a network folder is refused before anything is made there', () => {
    const folder = join(temporaryFolder(), 'share')
    mkdirSync(folder)
    expect(refusal(() => prepareFolder(join(folder, 'store'), { mounts: `server:/x ${folder} nfs rw 0 0\n` }))).toMatchObject({ code: 'network-folder', message: expect.stringContaining('backups may go to the network') })
    expect(existsSync(join(folder, 'store'))).toBe(false)
  })

  test.each([
    ['/home/a/Dropbox/mail', 'Dropbox'], ['C:\\Users\\a\\OneDrive - Example Corp\\mail', 'OneDrive - Example Corp'], ['/Users/a/Library/Mobile Documents/x', 'Mobile Documents'],
    ['/home/a/My Drive/x', 'My Drive'], ['/home/a/dropboxes', null], ['/home/a/mail', null],
  ])('%s is synchronized by %s', (path, name) => expect(syncedFolder(path, {})).toBe(name))

  test('a synchronized folder is refused', () => {
    expect(refusal(() => prepareFolder(join(temporaryFolder(), 'Dropbox', 'store')))).toMatchObject({ code: 'synced-folder' })
    expect(syncedFolder('/home/a/cloud/x', { OneDrive: '/home/a/cloud' })).toBe('OneDrive')
  })

  test('the usual folder is the one of the system for data that stays here', () => {
    expect([
      defaultFolder('win32', { LOCALAPPDATA: 'L' }, 'H'), defaultFolder('darwin', {}, '/Users/a'), defaultFolder('linux', {}, '/home/a'), defaultFolder('linux', { XDG_DATA_HOME: '/data' }, '/home/a'),
    ]).toEqual([join('L', 'Pigeonhole', 'store'), '/Users/a/Library/Application Support/Pigeonhole/store', '/home/a/.local/share/pigeonhole/store', '/data/pigeonhole/store'])
  })
})

describe('migrations', () => {
  const STEPS = [
    { version: 1, name: 'one', sql: 'CREATE TABLE a (n INTEGER) STRICT' },
    { version: 2, name: 'two', sql: 'ALTER TABLE a ADD COLUMN m INTEGER', change: (db: Database.Database) => void db.exec('UPDATE a SET m = n * 2') },
    { version: 3, name: 'three', sql: 'CREATE TABLE b (n INTEGER) STRICT; CREATE TABLE a (oops)' },
  ]
  test('run in order in one transaction, after a copy was made', () => {
    const folder = temporaryFolder()
    const db = connect(join(folder, 'x.db'))
    expect(migrate(db, STEPS.slice(0, 1), join(folder, 'copies'))).toEqual({ from: 0, to: 1, copy: null })
    db.exec('INSERT INTO a VALUES (21)')
    const done = migrate(db, STEPS.slice(0, 2), join(folder, 'copies'))
    expect(done).toMatchObject({ from: 1, to: 2 })
    expect(db.prepare('SELECT * FROM a').all()).toEqual([{ n: 21, m: 42 }])
    const copy = connect(done.copy ?? '', { readonly: true })
    expect(copy.prepare('SELECT * FROM a').all()).toEqual([{ n: 21 }])
    copy.close()
    expect(migrate(db, STEPS.slice(0, 2), join(folder, 'copies'))).toEqual({ from: 2, to: 2, copy: null })
    db.close()
  })

  test('a step that fails leaves everything as it was, says which, and names the copy', () => {
    const folder = temporaryFolder()
    const db = connect(join(folder, 'x.db'))
    migrate(db, STEPS.slice(0, 2), null)
    const schema = db.prepare('SELECT sql FROM sqlite_schema').all()
    expect(refusal(() => migrate(db, STEPS, join(folder, 'copies')))).toMatchObject({ code: 'migration', message: expect.stringMatching(/step 3: three.*left as it was.*copies/) })
    expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(schema)
    expect(db.pragma('user_version', { simple: true })).toBe(2)
    db.close()
  })

  test('numbers without a gap are required', () => {
    const db = connect(':memory:')
    expect(() => migrate(db, [{ version: 2, name: 'two', sql: '' }], null)).toThrow('has number 2 where 1 belongs')
  })

  test('a store is made whole by all of them', () => {
    const db = connect(':memory:')
    expect(migrate(db, MIGRATIONS, null)).toEqual({ from: 0, to: MIGRATIONS.length, copy: null })
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  })
})
