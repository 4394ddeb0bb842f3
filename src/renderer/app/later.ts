/** Milliseconds. */
export interface Pause {
  /** After the last time that something was asked for, and after a scan. */
  after: number
  /** After a scan, where something has waited for `most`. */
  scan: number
  /** How long it waits for hands to rest. After twice that it is done whatever happens. */
  most: number
}

/** Of a burst the page knows its own pieces already: reading again may wait until hands rest, and must not come between two scans often. */
export const PAUSE: Pause = { after: 150, scan: 60, most: 2_500 }

/** Work that waits for hands to rest. */
export interface Later {
  /** The work is due, some time. */
  ask: () => void
  /** A scan is under way and comes first. */
  letPass: () => void
  /** The work is done, or not wanted any more. */
  drop: () => void
}

/** Does `work` once nobody has asked for it and nobody has scanned for a while. */
export function createLater(work: () => void, pause = PAUSE): Later {
  let since: number | null = null
  let passed = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  function drop(): void {
    clearTimeout(timer)
    since = null
  }

  function ring(): void {
    const now = performance.now()
    const waited = now - (since ?? now)
    const rest = passed + (waited < pause.most ? pause.after : pause.scan) - now
    if (rest > 0 && waited < 2 * pause.most) {
      timer = setTimeout(ring, Math.ceil(rest))
      return
    }
    drop()
    work()
  }

  return {
    ask() {
      const now = performance.now()
      since ??= now
      clearTimeout(timer)
      timer = setTimeout(ring, Math.max(0, Math.min(pause.after, since + pause.most - now)))
    },
    letPass() {
      passed = performance.now()
    },
    drop,
  }
}
