import { startLine } from './first-line.ts'

// Set before the first paint: a page that turns dark a moment later hurts the eyes.
const scheme = localStorage.getItem('mantine-color-scheme-value')
const dark = scheme === 'dark' || (scheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light'

// The station answers while the rest of the page is still being read.
startLine()
// A process's first use of zones and languages reads them from the disk; here nothing waits for it.
new Intl.DateTimeFormat('en-US').format()
void readyToDraw().then(() => import('./page.tsx'))

/** This script waits for nothing; the page waits for the document and its styles, which decide where the focus may go. */
async function readyToDraw(): Promise<void> {
  if (document.readyState === 'loading') await once(document, 'DOMContentLoaded')
  const styles = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')
  if (styles && !styles.sheet) await once(styles, 'load', 'error')
}

function once(target: EventTarget, ...names: string[]): Promise<void> {
  return new Promise((resolve) => { for (const name of names) target.addEventListener(name, () => { resolve() }, { once: true }) })
}
