import { shell, type Session, type WebContents, type WebFrameMain } from 'electron'
import { PAGES } from '../../shared/desktop/names.ts'
import { trackingPages } from '../../shared/mail/carriers.ts'
import { isHidPos } from '../../shared/scanning/hid-pos.ts'

/** The app's own origin: a standard, secure scheme instead of file://, so that the page has an origin to be checked by. */
export const SCHEME = 'pigeonhole'
export const ORIGIN = `${SCHEME}://app`

/** Permissions the page needs: the camera reads barcodes, the clipboard takes a copied number, full screen is for the counter, HID reads scanners. */
const ALLOWED: ReadonlySet<string> = new Set(['media', 'clipboard-sanitized-write', 'fullscreen', 'hid'])

function isOwn(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`)
}

/** True for a message that came from the main frame of one of our own pages. */
export function isOwnFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOwn(frame.url)
}

/** Denies every permission but the few the app needs, and those to every other origin. */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, permission, answer, details) => {
    // The camera is read, the microphone never.
    const hears = 'mediaTypes' in details && (details.mediaTypes?.includes('audio') ?? false)
    answer(ALLOWED.has(permission) && isOwn(details.requestingUrl) && !hears)
  })
  session.setPermissionCheckHandler((_, permission, origin, { mediaType }) => ALLOWED.has(permission) && isOwn(origin) && mediaType !== 'audio')
  // Of all devices only scanners may be used; those need not be asked for again.
  session.setDevicePermissionHandler(({ deviceType, origin, device }) => deviceType === 'hid' && isOwn(origin) && 'collections' in device && isHidPos(device.collections))
  session.on('select-hid-device', (event, details, choose) => {
    event.preventDefault()
    const scanner = isOwnFrame(details.frame) ? details.deviceList.find((device) => isHidPos(device.collections)) : undefined
    choose(scanner?.deviceId ?? null)
  })
}

/** The PDF viewer that is part of Chromium. */
const VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/'
const documents = new WeakMap<WebContents, string>()

/** Lets these contents show one PDF, with the viewer around it, and nothing else. */
export function allowDocument(contents: WebContents, url: string): void {
  documents.set(contents, url)
}

/** The one window that a page of ours may open: the second display at the counter, with the same walls round it. */
export const DISPLAY = `${ORIGIN}/${PAGES.display}`

const CARRIERS: ReadonlySet<string> = new Set(trackingPages().map((page) => new URL(page).host))

/** True for an https address on the host of a carrier's tracking page, with no port and no account of its own. */
export function isCarrierPage(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && CARRIERS.has(url.host)
}

/** A kept file that is looked at by itself: made by the page from what the station answered, and gone with the page. */
const KEPT_FILE = `blob:${ORIGIN}/`

/** Keeps a page where it is: no navigation away, no embedded pages, no new windows but the second display and kept files. A carrier's page opens in the system's own browser. */
export function restrictNavigation(contents: WebContents): void {
  // What a new window shows first counts as its page's own wish, and is asked about like any other.
  const mayShow = (url: string): boolean => isOwn(url) || url === documents.get(contents)
  contents.on('will-navigate', (event) => {
    if (!mayShow(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    const viewer = documents.has(contents) && event.url.startsWith(VIEWER)
    if (!mayShow(event.url) && !viewer) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isCarrierPage(url)) void shell.openExternal(url)
    if (url === DISPLAY) return { action: 'allow', overrideBrowserWindowOptions: { title: 'Pigeonhole', autoHideMenuBar: true, show: true } }
    // A picture or PDF from outside is shown without a preload, so that nothing in it could ask for anything.
    if (url.startsWith(KEPT_FILE)) return { action: 'allow', overrideBrowserWindowOptions: { title: 'Pigeonhole', autoHideMenuBar: true, show: true, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, preload: '' } } }
    return { action: 'deny' }
  })
  contents.on('did-create-window', (window, { url }) => {
    if (url.startsWith(KEPT_FILE)) allowDocument(window.webContents, url)
  })
}
