import { useLayoutEffect, useRef, type RefObject } from 'react'
import { activeLayers, isHeardAt, keyLayers, type KeySpec } from './keys.ts'

/** Every keycap that is on the page now, and the shortcut it says. */
const caps = new Map<HTMLElement, string>()

/** What wears a cap: the button it stands in, or itself. */
const wearer = (cap: HTMLElement): HTMLElement => cap.closest('button') ?? cap

/** A button stands in its form, or names it; any other cap is about the form round it. */
const formOf = (of: HTMLElement): HTMLFormElement | null => (of instanceof HTMLButtonElement ? (of.type === 'submit' ? of.form : null) : of.closest('form'))

/** Whether a list of choices takes Enter for itself: one that nothing can be typed into to open, an open one for the choice that is marked in it. */
function chooses(focused: HTMLInputElement): boolean {
  if (!focused.matches('[aria-haspopup=listbox]')) return false
  const list = document.getElementById(focused.getAttribute('aria-controls') ?? '')
  return focused.readOnly || list?.querySelector('[data-combobox-selected]') != null
}

/** Whether Enter sends the form that the focus is in. */
function sends(focused: Element | null, form: HTMLFormElement): boolean {
  return focused instanceof HTMLInputElement && focused.form === form && focused.type !== 'file' && !chooses(focused)
}

/** Whether a key that is pressed now would do what its cap stands for. `registered` are the keys of the layers that are heard. */
function isTrue(of: HTMLElement, shortcut: string, focused: Element | null, registered: readonly KeySpec[]): boolean {
  if (shortcut === 'Enter') {
    if (of === focused) return true
    const form = formOf(of)
    if (form && sends(focused, form)) return !of.matches(':disabled')
    if (form && !of.matches('[data-anywhere]')) return false
    // The buttons of a dialog stand below its form, and do what Enter does in it.
    const around = of.closest('[role=dialog]')
    if (around && focused instanceof HTMLInputElement && focused.form && around.contains(focused) && sends(focused, focused.form)) return true
  }
  return registered.some((spec) => spec.key === shortcut && isHeardAt(spec, focused))
}

const COVER = '[role=dialog], dialog'

function look(): void {
  due = false
  const focused = document.activeElement
  const layers = activeLayers(keyLayers.get())
  const registered = layers.flatMap((layer) => layer.specs)
  const covered = layers.some((layer) => layer.kind === 'dialog')
  const strip = focused?.closest('footer')
  const other = [...caps].flatMap(([cap, shortcut]) => {
    const of = wearer(cap)
    // What lies under a dialog stays as it was; so does the strip while somebody goes through it by Tab.
    if ((covered && !of.closest(`${COVER}, footer`)) || (strip && of.closest('footer') === strip)) return []
    const quiet = cap.dataset['still'] !== undefined || !isTrue(of, shortcut, focused, registered)
    // Measured before anything changes, so that the page is laid out once, and only where it is needed.
    return quiet === cap.hasAttribute('data-quiet') ? [] : [{ cap, of, quiet, room: quiet && of instanceof HTMLButtonElement ? cap.offsetWidth : null }]
  })
  for (const { cap, of, quiet, room } of other) {
    cap.toggleAttribute('data-quiet', quiet)
    // A button keeps its width, with its words in the middle.
    if (room !== null) of.style.setProperty('--cap', `${room}px`)
  }
}

let due = false
/** Once for all that happens until the next frame, a scanner's keys among it, and before anything of it is painted: the page is laid out then anyway. */
function lookSoon(): void {
  if (due) return
  due = true
  requestAnimationFrame(look)
}

/** Starts to watch where the focus is and which keys are heard: a cap is seen only where its key does that thing now. */
export function startCaps(): void {
  keyLayers.subscribe(lookSoon)
  // What is typed counts as well: Del is a field's as long as something stands in it, Enter a list's as long as it is open.
  for (const event of ['focusin', 'focusout', 'input', 'click', 'keyup']) document.addEventListener(event, lookSoon)
}

/**
 * What a keycap gets as its ref: it has `data-quiet` while its key would do nothing, or something else. Its room stays, so that nothing moves under the mouse.
 *
 * @param shortcut such as `Enter`; undefined for no cap
 */
export function useCap(shortcut: string | undefined): RefObject<HTMLElement | null> {
  const cap = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const shown = cap.current
    if (shown === null || shortcut === undefined) return undefined
    caps.set(shown, shortcut)
    lookSoon()
    return () => { caps.delete(shown) }
  })
  return cap
}
