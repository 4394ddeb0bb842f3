import { startLine } from './first-line.ts'

// Set before the first paint: a page that turns dark a moment later hurts the eyes.
const scheme = localStorage.getItem('mantine-color-scheme-value')
const dark = scheme === 'dark' || (scheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light'

// The station answers while the rest of the page is still being read.
startLine()
// A process's first use of zones and languages reads them from the disk; here nothing waits for it.
new Intl.DateTimeFormat('en-US').format()
void import('./page.tsx')
