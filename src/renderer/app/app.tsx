import { useEffect, useState, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import { FirstRun, firstRunOpen } from '../screens/access/first-run.tsx'
import { SignIn } from '../screens/access/sign-in.tsx'
import { useSlow } from '../ui/parts.tsx'
import css from './app.module.css'
import { useIdleLock } from './idle.ts'
import { createPart } from './part.tsx'
import { keptSession, useSession } from './session.ts'
import { connection, useStation } from './station.ts'
import { useStore } from './store.ts'
import { Brand } from '../ui/drawings.tsx'

/** The work: frame and Intake with it, and after them every other screen. */
const WORK = createPart(async () => {
  const { Work, fetchScreens, findScreen } = await import('./work.tsx')
  void fetchScreens()
  await findScreen()
  return Work
})
// A page that was reloaded goes on where it was.
if (keptSession()) void WORK.load()
/** Fetches the work behind a first screen that a person looks at meanwhile. */
const fetchWork = (): void => { requestIdleCallback(() => { void WORK.load() }, { timeout: 1000 }) }

/** What the page shows: the station being opened, the first run, the sign-in, or the work, covered while it is locked. */
export function App(): ReactNode {
  const status = useStation()
  const signedIn = useSession()
  useIdleLock()
  const firstRun = useStore(firstRunOpen)
  const [everSignedIn, setEver] = useState(false)
  if (signedIn && !everSignedIn) setEver(true)
  const isFirst = status?.phase === 'first-run'
  useEffect(() => { if (isFirst) fetchWork() }, [isFirst])
  if (!status) return <Opening />
  // The first run ends when its recovery code has been kept, not when the office exists.
  if (isFirst || firstRun) return <FirstRun />
  return (
    <>
      {(signedIn || everSignedIn) && <div className={css.work} inert={!signedIn}><WORK.Shown /></div>}
      {!signedIn && <SignIn cover={everSignedIn} onShown={fetchWork} />}
    </>
  )
}

function Opening(): ReactNode {
  const state = useStore(connection.state)
  const slow = useSlow(true)
  if (!slow) return null
  return (
    <main className={css.opening}>
      <Brand size={48} />
      <h1>{state === 'lost' ? t('app.app.theStationDoesNotAnswer') : t('app.app.openingTheStation')}</h1>
      <p role="status">{state === 'lost' ? t('app.app.thisPageTriesAgainByItself') : t('app.app.oneMoment')}</p>
    </main>
  )
}
