import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { t } from '../../catalogue/index.ts'
import { useMay } from '../../app/session.ts'
import { station, useStation } from '../../app/station.ts'
import { createStore, useStore } from '../../app/store.ts'
import type { SettingsSection } from '../../../shared/desktop/commands.ts'
import { useGoToSection } from '../office/sections.ts'

/** One thing to do in a new office, with a way there; `done` follows from the store. */
export interface Step { id: string; title: string; text: string; act: string; done: boolean; go: () => void }

const KEY = 'pigeonhole.first-steps.away'
/** The office whose first steps were put away at this workstation. */
const away = createStore<string | null>(localStorage.getItem(KEY))

/** Puts the first steps of this office away, or shows them again. */
export function putAway(device: string | null): void {
  if (device === null) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, device)
  away.set(device)
}

export interface FirstSteps { steps: readonly Step[]; left: number; /** False for whoever cannot set the office up, and until everything has been read. */ known: boolean; /** Why something could not be read, and asks for it again. */ error: Error | null; again: () => void; /** True while they are offered by themselves. */ offered: boolean }

/** What a new office still needs, in the order in which it is best done. Nothing is asked of the station once they were put away, unless `always`. */
export function useFirstSteps(always = false): FirstSteps {
  const may = useMay('administrator')
  const navigate = useNavigate()
  const status = useStation()
  const putOff = useStore(away) === status?.deviceId
  const enabled = may && (always || !(putOff || status?.sample))
  const people = useQuery(station.access.people.queryOptions({ enabled }))
  const directory = useQuery(station.directory.list.queryOptions({ input: { state: 'all', limit: 1 }, enabled }))
  const locations = useQuery(station.custody.locations.queryOptions({ input: {}, enabled }))
  const backup = useQuery(station.backup.settings.queryOptions({ enabled }))
  const printers = useQuery(station.printing.printers.queryOptions({ enabled }))
  const pieces = useQuery(station.pieces.list.queryOptions({ input: { limit: 1 }, enabled }))
  const goToSection = useGoToSection()
  const section = (id: SettingsSection) => (): void => { goToSection(id) }
  const steps: Step[] = [
    { id: 'people', title: t('help.steps.addEverybodyWhoScans'), text: t('help.steps.eachWithAPinOfTheir'), act: t('help.steps.settingsPeople'), done: (people.data?.length ?? 0) > 1, go: section('people') },
    { id: 'directory', title: t('help.steps.fillTheDirectory'), text: t('help.steps.importThePeopleOfTheOffice'), act: t('help.steps.directory'), done: (directory.data?.total ?? 0) > 0, go: () => { void navigate({ to: '/directory' }) } },
    { id: 'locations', title: t('help.steps.nameTheShelves'), text: t('help.steps.aCodeForEachPlaceWhere'), act: t('help.steps.locations'), done: (locations.data?.length ?? 0) > 0, go: () => { void navigate({ to: '/locations' }) } },
    { id: 'backup', title: t('help.steps.chooseWhereCopiesGo'), text: t('help.steps.aFolderOnAnotherDiskOr'), act: t('help.steps.settingsBackup'), done: (backup.data?.folder ?? '') !== '' || status?.lastBackup !== null, go: section('backup') },
    { id: 'printer', title: t('help.steps.setAPrinterUp'), text: t('help.steps.onlyIfYouPrintLabelsOr'), act: t('help.steps.devices'), done: (printers.data?.length ?? 0) > 0, go: () => { void navigate({ to: '/devices' }) } },
    { id: 'scan', title: t('help.steps.scanTheFirstPiece'), text: t('help.steps.aKeyboardScannerWorksAtOnce'), act: t('help.steps.intake'), done: (pieces.data?.rows.length ?? 0) > 0, go: () => { void navigate({ to: '/intake' }) } },
  ]
  const asked = [people, directory, locations, backup, printers, pieces]
  const known = enabled && asked.every(({ data }) => data !== undefined)
  const failed = asked.find(({ error }) => error !== null)
  const left = steps.filter((step) => !step.done).length
  const device = status?.deviceId
  // An office that is set up is not looked at again.
  useEffect(() => { if (known && left === 0 && device !== undefined) putAway(device) }, [known, left, device])
  return { steps, left, known, error: failed?.error ?? null, again: () => { for (const { error, refetch } of asked) if (error) void refetch() }, offered: known && left > 0 && !putOff && status?.sample !== true }
}
