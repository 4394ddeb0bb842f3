/** The message that hands the other end of the page's port to the preload script, and its channel to the main process. */
export const DESKTOP_CHANNEL = 'pigeonhole:desktop'

/** Pages beside the work, behind the address of the app: what the second display shows, and what is shown while no store is open. */
export const PAGES = { display: '#/display', trouble: '#/trouble' } as const

/** A file that may be handed over, bytes. */
export const LARGEST_FILE = 20 << 20
