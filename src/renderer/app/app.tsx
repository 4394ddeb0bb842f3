import { RouterProvider } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import { FirstRun, firstRunOpen } from '../screens/access/first-run.tsx'
import { SignIn } from '../screens/access/sign-in.tsx'
import { useSlow } from '../ui/parts.tsx'
import css from './app.module.css'
import { useIdleLock } from './idle.ts'
import { router } from './routes.tsx'
import { useSession } from './session.ts'
import { connection, useStation } from './station.ts'
import { useStore } from './store.ts'
import { Brand } from '../ui/drawings.tsx'

/** What the page shows: the station being opened, the first run, the sign-in, or the work, covered while it is locked. */
export function App(): ReactNode {
  const status = useStation()
  const signedIn = useSession()
  useIdleLock()
  const firstRun = useStore(firstRunOpen)
  const [everSignedIn, setEver] = useState(false)
  if (signedIn && !everSignedIn) setEver(true)
  if (!status) return <Opening />
  // The first run ends when its recovery code has been kept, not when the office exists.
  if (status.phase === 'first-run' || firstRun) return <FirstRun />
  return (
    <>
      {(signedIn || everSignedIn) && <div className={css.work} inert={!signedIn}><RouterProvider router={router} /></div>}
      {!signedIn && <SignIn cover={everSignedIn} />}
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
