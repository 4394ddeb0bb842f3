export interface Place { x: number; y: number; width: number; height: number }

/** The smallest window that every screen fits into, and the one that opens at first. */
export const SMALLEST = { width: 1000, height: 600 }
export const USUAL = { width: 1366, height: 768 }
/** So much of a window's top has to lie on a display for a hand to take hold of it. */
const GRIP = { width: 120, height: 40 }

const overlap = (a: number, length: number, b: number, other: number): number => Math.min(a + length, b + other) - Math.max(a, b)

/**
 * Where a window goes that was there the last time: the same place while its top lies on a display that is connected, else the
 * middle of the first display; never larger than the display.
 *
 * @param displays the work areas of the displays, the main one first
 */
export function fitted(was: Place | null, displays: readonly Place[]): Partial<Place> & { width: number; height: number } {
  const [main] = displays
  const on = was && displays.find((area) => overlap(was.x, was.width, area.x, area.width) >= GRIP.width && was.y >= area.y - 8 && was.y <= area.y + area.height - GRIP.height)
  const area = on ?? main
  const wanted = was ?? USUAL
  const size = { width: Math.max(SMALLEST.width, Math.min(wanted.width, area?.width ?? wanted.width)), height: Math.max(SMALLEST.height, Math.min(wanted.height, area?.height ?? wanted.height)) }
  if (!was) return size
  if (on) return { x: was.x, y: was.y, ...size }
  return area ? { x: Math.round(area.x + Math.max(0, area.width - size.width) / 2), y: Math.round(area.y + Math.max(0, area.height - size.height) / 2), ...size } : size
}
