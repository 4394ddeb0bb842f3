import { useMantineColorScheme } from '@mantine/core'
import { useIsFetching } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import { COMMANDS, type CommandId, type SettingsSection } from '../../../shared/desktop/commands.ts'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { Button } from '../../ui/button.tsx'
import { Avatar, Key } from '../../ui/parts.tsx'
import { SampleNote } from '../../screens/access/sample-office.tsx'
import { askedMeaning, clickedMark, MeaningDialog, meantMark } from '../../screens/help/meanings.tsx'
import { lettersWay } from '../../screens/certified/way.ts'
import { CameraBar, cameraOpen, toggleCamera } from '../../screens/devices/camera-bar.tsx'
import { OutageSheets, outageSheetsOpen } from '../../screens/intake/outage.tsx'
import { SECTIONS, useGoToSection } from '../../screens/office/sections.ts'
import { lastScan } from '../../scan/scans.ts'
import { useStore } from '../store.ts'
import { AREAS, type Area } from '../areas.ts'
import { goToWork } from '../focus.ts'
import { activeLayers, ariaKeys, capOf, keyLayers, useKeys, type KeyLayer } from '../keys.ts'
import { useMay, useSession } from '../session.ts'
import { connection, lock, useStation } from '../station.ts'
import { AllKeys } from './all-keys.tsx'
import css from './frame.module.css'
import { useDesktopMenu } from './desktop-menu.ts'
import { headSlot } from './head.tsx'
import { IncomingFiles } from './incoming-files.tsx'
import { JobsList } from './jobs-list.tsx'
import { KeyStrip } from './key-strip.tsx'
import { Palette } from './palette.tsx'
import { StationChip } from './station-chip.tsx'

/** The frame round every screen: rail, top bar, work area and key strip. */
export function Frame(): ReactNode {
  const navigate = useNavigate()
  const signedIn = useSession()
  const role = signedIn?.user.role ?? null
  const areas = AREAS.filter((area) => mayCall(role, area.needs))
  const [palette, setPalette] = useState(false)
  const [allKeys, setAllKeys] = useState<readonly KeyLayer[] | null>(null)
  const [jobs, setJobs] = useState(false)
  const sheets = useStore(outageSheetsOpen)
  const asked = useStore(askedMeaning)
  const camera = useStore(cameraOpen)
  const showKeys = (): void => { setAllKeys(activeLayers(keyLayers.get())) }
  const { setColorScheme } = useMantineColorScheme()
  const commands: Record<CommandId, () => void> = {
    find: () => { setPalette(true) }, jobs: () => { setJobs(true) }, camera: toggleCamera, lock, keys: showKeys, outage: () => { outageSheetsOpen.set(true) }, meanings: () => { askedMeaning.set('all') }, addressees: () => { lettersWay.set('book'); void navigate({ to: '/letters' }) },
    light: () => { setColorScheme('light') }, dark: () => { setColorScheme('dark') }, system: () => { setColorScheme('auto') },
  }
  useKeys([
    ...areas.map((area) => ({ key: `Alt ${area.key}`, label: area.title, strip: false, run: () => { void navigate({ to: area.route }).then(goToWork) } })),
    { key: 'Shift F1', label: t('frame.frame.whatDoesThisStateMean'), strip: false, run: () => { askedMeaning.set(meantMark()) } },
    ...COMMANDS.flatMap(({ id, key, label }) => (key === '' ? [] : [{ key, label: id === 'keys' ? t('frame.frame.aboutTheFieldOrAllKeys') : label, strip: false, run: commands[id] }])),
    { key: '?', label: t('frame.frame.allKeys'), run: showKeys },
  ], 'frame')
  useDesktopMenu(areas, commands)
  const { pathname } = useLocation()
  useEffect(goToWork, [pathname, signedIn])
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#work" onClick={(event) => { event.preventDefault(); document.getElementById('work')?.focus() }}>{t('frame.frame.goToTheWorkArea')}</a>
      <Rail areas={areas} />
      <TopBar onFind={() => { setPalette(true) }} />
      <main className={css.main} id="work" tabIndex={-1} onClick={(event) => { const mark = clickedMark(event.target); if (mark) askedMeaning.set(mark) }}>
        <StationBar />
        {camera && signedIn && <CameraBar />}
        <Busy />
        <div className={css.screen}><Outlet /></div>
      </main>
      <KeyStrip />
      {palette && <Palette areas={areas} commands={commands} onClose={() => { setPalette(false) }} />}
      {signedIn && <IncomingFiles />}
      {jobs && <JobsList onClose={() => { setJobs(false) }} />}
      {sheets && <OutageSheets />}
      {asked && <MeaningDialog about={asked} onClose={() => { askedMeaning.set(null) }} />}
      {allKeys && <AllKeys layers={allKeys} onClose={() => { setAllKeys(null) }} />}
    </div>
  )
}

/** Says on the work area that something of it is still being read for the first time. It draws nothing, so that reading never draws the frame anew. */
function Busy(): ReactNode {
  const reading = useIsFetching({ predicate: (query) => query.state.data === undefined }) > 0
  useEffect(() => { document.getElementById('work')?.setAttribute('aria-busy', String(reading)) }, [reading])
  return null
}

const GROUPS = [t('frame.frame.desk'), t('common.certifiedMail'), t('common.office')] as const

function Rail({ areas }: { areas: readonly Area[] }): ReactNode {
  const { pathname } = useLocation()
  const line = (area: Area): ReactNode => (
    <Link key={area.id} to={area.route} title={`${area.title}, ${capOf(`Alt ${area.key}`)}`} aria-keyshortcuts={ariaKeys(`Alt ${area.key}`)} aria-current={pathname.startsWith(area.route) ? 'page' : undefined}>
      <Icon name={area.icon} /><span className={css.name}>{area.title}</span>{area.Count && <area.Count />}<span className={css.k} aria-hidden="true">{area.key}</span>
    </Link>
  )
  const shown = GROUPS.filter((group) => areas.some((area) => area.group === group))
  return (
    <nav className={css.rail} aria-label={t('frame.frame.areas')}>
      <div className={css.brand}><Brand /><b>{t('common.pigeonhole')}</b></div>
      {shown.map((group, i) => (
        <div key={group} className={css.group}>
          <h2>{group}{i === 0 && <span aria-hidden="true">{capOf('Alt')} +</span>}</h2>
          {areas.filter((area) => area.group === group).map(line)}
        </div>
      ))}
      <div className={css.foot}>{areas.filter((area) => area.group === 'foot').map(line)}</div>
    </nav>
  )
}

function TopBar({ onFind }: { onFind: () => void }): ReactNode {
  const head = useStore(headSlot)
  const user = useSession()?.user
  return (
    <header className={css.top}>
      <h1>{head.title}</h1>
      {head.mode}
      <button type="button" className={css.find} onClick={onFind} aria-keyshortcuts={ariaKeys('Ctrl K')}>
        <Icon name="search" size="s" /><span>{t('frame.frame.findPieceOrCommand')}</span><span aria-hidden="true">{t('common.find')}</span><Key of="Ctrl K" />
      </button>
      <StationChip />
      {user && <button type="button" className={css.who} onClick={lock} title={t('frame.frame.lockOrSwitchUserF9')} aria-keyshortcuts="F9"><Avatar name={user.name} /><span>{user.name}</span><Key of="F9" /></button>}
    </header>
  )
}

/** The way to a section of Settings, for whoever sees it. */
function ToSection({ section }: { section: SettingsSection }): ReactNode {
  const goToSection = useGoToSection()
  const may = useMay(SECTIONS[section].needs)
  return may && <Button small onClick={() => { goToSection(section) }}>{t('common.settingsTitle', { title: SECTIONS[section].title })}</Button>
}

/** What is wrong with the station itself, and a code that was lost on its way; it stays until it is solved. */
function StationBar(): ReactNode {
  const state = useStore(connection.state)
  const last = useStore(lastScan)
  const warnings = useStation()?.warnings ?? []
  return (
    <div className={css.bars}>
      <SampleNote bar />
      {state !== 'open' && (
        <div className={css.bar} data-tone="stop" role="alert"><Icon name="offline" /><span><b>{t('frame.frame.theStationDoesNotAnswer')}</b> {t('frame.frame.whatYouTypeStaysHereScans')}</span><Button small onClick={connection.retry}>{t('common.tryNow')}</Button></div>
      )}
      {last.kind === 'spoiled' && last.words !== null && <div className={css.bar} data-tone="stop" role="alert"><Icon name="scan" /><span>{last.words}</span><Button small onClick={() => { lastScan.set({ kind: 'none' }) }}>{t('frame.frame.seen')}</Button></div>}
      {warnings.map((warning) => <div key={warning.code} className={css.bar} data-tone="act" role="status"><Icon name="warn" /><span>{warning.message}</span>{warning.section && <ToSection section={warning.section} />}</div>)}
    </div>
  )
}
