import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.layer.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './base.css'
import { startDevices } from '../scan/devices.ts'
import { startScans } from '../scan/scans.ts'
// What is scanned before Intake is drawn is in hand all the same.
import '../screens/intake/draft.ts'
import { Sprite } from '../ui/sprite.tsx'
import { App } from './app.tsx'
import { startCaps } from './caps.ts'
import { startDesktop } from './desktop.ts'
import { page } from './first-line.ts'
import { startClicks, startForms } from './focus.ts'
import { startIdle } from './idle.ts'
import { startIncoming } from './incoming.ts'
import { startKeys } from './keys.ts'
import { queries, startStation } from './station.ts'
import { theme, variables } from './theme.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

// The first number must not wait for its typeface, and the station may be gone by then. In a turn of its own: the browser notes who asks for a file, and
// for the place in this file it would read all of it once more.
queueMicrotask(() => {
  for (const face of document.fonts) if (face.unicodeRange.startsWith('U+0-FF')) face.load().catch(() => undefined)
})

if (page !== 'display') startDesktop()
if (page === 'work') startStation()
// Before the scanner's ear: the second key of a burst has to take back the letter before it.
startKeys()
startCaps()
startForms()
startClicks()
if (page === 'work') {
  startScans()
  startDevices()
  startIdle()
  startIncoming()
}

/** What it shows first; not awaited by the module, because what is fetched here needs it. */
const FIRST: Record<typeof page, () => Promise<() => ReactNode>> = {
  work: () => Promise.resolve(App),
  display: async () => (await import('../screens/custody/display.tsx')).Display,
  trouble: async () => (await import('../screens/office/no-store.tsx')).NoStore,
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
const drawn = createRoot(root)
void FIRST[page]().then((First) => {
  drawn.render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={queries}>
          <Sprite />
          <First />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
})
