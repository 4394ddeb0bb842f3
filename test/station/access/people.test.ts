import { describe, expect, test } from 'vitest'
import type { Station } from '../../../src/main/station.ts'
import { connect, connectAs, PIN, testStation } from '../helpers.ts'

const audits = (station: Station) => station.services.store.db.prepare<[], { payload: string }>("SELECT payload FROM event WHERE kind = 'record.changed' AND json_extract(payload, '$.table') = 'user' ORDER BY sequence").all().map((row) => JSON.parse(row.payload) as unknown)

async function office() {
  let now = Date.UTC(2026, 10, 24, 15)
  const here = await testStation({ now: () => now })
  const otis = (await here.administrator.access.people())[0]?.id ?? ''
  const mara = await here.administrator.access.addPerson({ name: 'Mara Dovetail', role: 'operator', pin: '1357' })
  const hers = connect(here.station)
  await hers.access.signIn({ user: mara.id, pin: '1357' })
  return { ...here, otis, mara, hers, pass: (ms: number) => { now += ms } }
}

describe('people who sign in', () => {
  test('a new role holds after the next sign-in, ends the open session at once, and is audited', async () => {
    const { station, administrator, mara, hers } = await office()
    expect(await administrator.access.changeRole({ id: mara.id, role: 'supervisor' })).toEqual({ id: mara.id, name: 'Mara Dovetail', role: 'supervisor', active: true })
    await expect(hers.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    expect((await hers.access.signIn({ user: mara.id, pin: '1357' })).user.role).toBe('supervisor')
    expect(audits(station).at(-1)).toEqual({ table: 'user', record: mara.id, action: 'changed', fields: ['role'] })
    const count = audits(station).length
    await administrator.access.changeRole({ id: mara.id, role: 'supervisor' })
    expect(audits(station)).toHaveLength(count)
    expect((await hers.pieces.list({})).rows).toEqual([])
  })

  test('a forgotten PIN is replaced; the old one is worth nothing', async () => {
    const { station, administrator, mara, hers } = await office()
    await administrator.access.resetPin({ id: mara.id, pin: '86428642' })
    await expect(hers.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    await expect(hers.access.signIn({ user: mara.id, pin: '1357' })).rejects.toMatchObject({ data: { code: 'wrong-secret' } })
    expect((await hers.access.signIn({ user: mara.id, pin: '86428642' })).user).toEqual(mara)
    expect(audits(station).at(-1)).toEqual({ table: 'user', record: mara.id, action: 'changed', fields: ['pin'] })
    expect(JSON.stringify(station.services.store.db.prepare('SELECT * FROM event').all())).not.toContain('86428642')
  })

  test('a person whose sign-in is off is offered nowhere and let in nowhere, until it is on again', async () => {
    const { administrator, mara, hers } = await office()
    expect(await administrator.access.setActive({ id: mara.id, active: false })).toMatchObject({ active: false })
    await expect(hers.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    expect((await hers.access.people()).map((person) => person.name)).toEqual(['Otis Ledgerwood'])
    await expect(hers.access.signIn({ user: mara.id, pin: '1357' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await administrator.access.everyone()).toEqual([expect.objectContaining({ name: 'Otis Ledgerwood', active: true }), { id: mara.id, name: 'Mara Dovetail', role: 'operator', active: false }])
    await administrator.access.setActive({ id: mara.id, active: true })
    expect((await hers.access.signIn({ user: mara.id, pin: '1357' })).user).toEqual(mara)
  })

  test('one administrator always remains, and nobody shuts themselves out', async () => {
    const { station, administrator, otis, mara } = await office()
    await expect(administrator.access.changeRole({ id: otis, role: 'operator' })).rejects.toMatchObject({ message: 'Otis Ledgerwood is the only administrator. Make somebody else one first.', data: { code: 'last-administrator' } })
    await expect(administrator.access.setActive({ id: otis, active: false })).rejects.toMatchObject({ data: { code: 'last-administrator' } })
    const own = connect(station)
    await own.access.signIn({ user: otis, pin: PIN })
    await expect(own.access.resetPin({ id: otis, pin: '9999' })).rejects.toMatchObject({ data: { code: 'yourself' } })
    await administrator.access.changeRole({ id: mara.id, role: 'administrator' })
    await expect(own.access.setActive({ id: otis, active: false })).rejects.toMatchObject({ data: { code: 'yourself' } })
    expect(await administrator.access.changeRole({ id: otis, role: 'operator' })).toMatchObject({ role: 'operator' })
  })

  test('a name that somebody else took meanwhile keeps a person out until one of the two is told apart', async () => {
    const { administrator, mara } = await office()
    await administrator.access.setActive({ id: mara.id, active: false })
    await administrator.access.addPerson({ name: 'Mara Dovetail', role: 'operator', pin: '2222' })
    await expect(administrator.access.setActive({ id: mara.id, active: true })).rejects.toMatchObject({ data: { code: 'name-taken' } })
  })
})

describe('a session', () => {
  test('ends at the station a minute after the page should have locked itself; use keeps it', async () => {
    const { station, administrator, mara, hers, pass } = await office()
    expect(await administrator.access.settings()).toEqual({ lockAfterMinutes: 10 })
    pass(10 * 60_000)
    await hers.access.touch()
    pass(10 * 60_000 + 59_000)
    expect((await hers.pieces.list({})).rows).toEqual([])
    pass(2_000)
    await expect(hers.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    // Reading is not use: a page that refreshes itself does not stay open for it.
    await hers.access.signIn({ user: mara.id, pin: '1357' })
    for (let i = 0; i < 11; i++) {
      pass(60_000)
      await hers.pieces.list({})
    }
    pass(1)
    await expect(hers.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    await administrator.access.saveSettings({ lockAfterMinutes: 0 })
    await hers.access.signIn({ user: mara.id, pin: '1357' })
    pass(365 * 86_400_000)
    expect((await hers.pieces.list({})).rows).toEqual([])
    await expect(connectAs(station, 'supervisor').access.saveSettings({ lockAfterMinutes: 0 })).rejects.toMatchObject({ code: 'ROLE' })
    await expect(administrator.access.saveSettings({ lockAfterMinutes: 481 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('that is locked on one page is locked on every page that resumed it', async () => {
    const { station, mara } = await office()
    const [one, two] = [connect(station), connect(station)]
    const { token } = await one.access.signIn({ user: mara.id, pin: '1357' })
    await two.access.resume({ token })
    await one.access.signOut()
    await expect(two.pieces.list({})).rejects.toMatchObject({ code: 'SIGN_IN' })
    await expect(two.access.resume({ token })).rejects.toMatchObject({ data: { code: 'session-ended' } })
  })
})
