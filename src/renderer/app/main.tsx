import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.layer.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './base.css'
import { startDevices } from '../scan/devices.ts'
import { startScans } from '../scan/scans.ts'
import { DISPLAY } from '../screens/custody/second-display.ts'
import { TROUBLE } from '../../shared/desktop/names.ts'
// What is scanned before Intake is drawn is in hand all the same.
import '../screens/intake/draft.ts'
import { Sprite } from '../ui/sprite.tsx'
import { App } from './app.tsx'
import { startCaps } from './caps.ts'
import { startDesktop } from './desktop.ts'
import { startForms } from './focus.ts'
import { startIdle } from './idle.ts'
import { startIncoming } from './incoming.ts'
import { startKeys } from './keys.ts'
import { queries, startStation } from './station.ts'
import { theme, variables } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
// Set before the first paint: a page that turns dark a moment later hurts the eyes.
const scheme = localStorage.getItem('mantine-color-scheme-value')
const dark = scheme === 'dark' || (scheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light'

// The first number must not wait for its typeface, and the station may be gone by then.
for (const face of document.fonts) if (face.unicodeRange.startsWith('U+0-FF')) face.load().catch(() => undefined)

/** The second display shows what the counter gives it and has no line to the station; nor has the page that says why no store is open. */
const display = window.location.hash === DISPLAY
const noStore = window.location.hash === TROUBLE
const work = !display && !noStore
if (!display) startDesktop()
if (work) startStation()
// Before the scanner's ear: the second key of a burst has to take back the letter before it.
startKeys()
startCaps()
startForms()
if (work) {
  startScans()
  startDevices()
  startIdle()
  startIncoming()
}

const First = display ? (await import('../screens/custody/display.tsx')).Display : noStore ? (await import('../screens/office/no-store.tsx')).NoStore : App

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <Sprite />
        <First />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
