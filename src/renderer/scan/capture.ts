import type { Burst } from './layout.ts'
import { createWedge, WEDGE, type WedgeAction, type WedgeOptions } from './wedge.ts'

type TextField = HTMLInputElement | HTMLTextAreaElement
interface FieldState { element: TextField; value: string; start: number | null; end: number | null }

export interface CaptureHandlers {
  /** A key came that is certainly a scanner's. */
  onKey: () => void
  /** A whole scan, without prefix and suffix. */
  onScan: (scan: Burst) => void
  /** A key was pressed inside a burst: there is no number. */
  onWrong: () => void
}

/**
 * How long to wait for the next key, milliseconds of the page's own time, before a run counts as ended. A scanner that
 * is known to end its scans with a key is given longer, because a number cut short is worse than a late one.
 */
const WAIT = { maybe: 60, burst: 150, terminated: 600 }
/** How much longer than its own pauses a run is waited for, milliseconds. */
const GRACE = 25

/** Catches scans wherever the focus is. Returns how to stop. */
export function startCapture(handlers: CaptureHandlers, options: WedgeOptions = WEDGE): () => void {
  const wedge = createWedge<FieldState>(options, (a, b) => a.element === b.element)
  let timer: ReturnType<typeof setTimeout> | undefined
  let due = 0
  let terminated = false

  function rest(): void {
    clearTimeout(timer)
    const mood = wedge.mood()
    if (mood === 'idle') return
    const wait = Math.max(WAIT[mood === 'burst' && terminated ? 'terminated' : mood], GRACE + (mood === 'burst' ? options.hesitation : options.gap))
    due = performance.now() + wait
    timer = setTimeout(onQuiet, wait)
  }

  function onQuiet(): void {
    // A page that was busy may have keys waiting that were pressed in time.
    if (performance.now() - due > 15) {
      rest()
      return
    }
    act(wedge.feed({ kind: 'quiet' }), null)
  }

  function act(actions: WedgeAction<FieldState>[], event: KeyboardEvent | null): void {
    for (const action of actions) {
      if (action.do === 'swallow') {
        event?.preventDefault()
        event?.stopImmediatePropagation()
      } else if (action.do === 'type') {
        const field = stateOf(document.activeElement)
        if (field) putText(field.element, action.text)
      } else if (action.do === 'restore') {
        restore(action.field, action.keep)
      } else if (action.do === 'scan') {
        handlers.onScan(action.scan)
      } else {
        handlers.onWrong()
      }
    }
  }

  function onDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const field = stateOf(event.target instanceof Element ? event.target : document.activeElement)
    const actions = wedge.feed({ kind: 'down', key: event.key, code: event.code, time: event.timeStamp, field, ctrl: event.ctrlKey, alt: event.altKey, meta: event.metaKey, shift: event.shiftKey, caps: event.getModifierState('CapsLock'), repeat: event.repeat })
    if (actions.some((action) => action.do === 'scan') && event.key.length > 1) terminated = true
    if (wedge.mood() === 'burst') handlers.onKey()
    act(actions, event)
    rest()
  }

  function onUp(event: KeyboardEvent): void {
    wedge.feed({ kind: 'up', code: event.code || event.key.toLowerCase(), time: event.timeStamp })
  }

  window.addEventListener('keydown', onDown, true)
  window.addEventListener('keyup', onUp, true)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', onDown, true)
    window.removeEventListener('keyup', onUp, true)
  }
}

const NOT_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'hidden', 'image', 'radio', 'range', 'reset', 'submit'])

/** True for what a person types into. */
export function isTextField(element: EventTarget | null): element is TextField {
  if (element instanceof HTMLTextAreaElement) return !element.readOnly
  return element instanceof HTMLInputElement && !element.readOnly && !NOT_TEXT.has(element.type)
}

function stateOf(element: Element | null): FieldState | null {
  return isTextField(element) ? { element, value: element.value, start: element.selectionStart, end: element.selectionEnd } : null
}

/** Sets a field's value so that React hears of it like of typing. */
function setValue(element: TextField, value: string): void {
  const prototype = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value)
  element.dispatchEvent(new Event('input', { bubbles: true }))
}

function select(element: TextField, start: number | null, end: number | null): void {
  // Fields such as type=number have no selection to set.
  if (start !== null && end !== null) element.setSelectionRange(start, end)
}

function putText(element: TextField, text: string): void {
  const start = element.selectionStart ?? element.value.length
  const end = element.selectionEnd ?? start
  setValue(element, element.value.slice(0, start) + text + element.value.slice(end))
  if (element.selectionStart !== null) select(element, start + text.length, start + text.length)
}

function restore(field: FieldState, keep: string): void {
  if (field.element.value !== field.value) setValue(field.element, field.value)
  // Setting a selection has the page laid out on the spot.
  if (field.element.selectionStart !== field.start || field.element.selectionEnd !== field.end) select(field.element, field.start, field.end)
  if (keep) putText(field.element, keep)
}
