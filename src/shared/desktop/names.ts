/** The message that hands the other end of the page's port to the preload script, and its channel to the main process. */
export const DESKTOP_CHANNEL = 'pigeonhole:desktop'

/** The page that is shown while no store is open. */
export const TROUBLE = '#/trouble'

/** A file that may be handed over, bytes. */
export const LARGEST_FILE = 20 << 20
