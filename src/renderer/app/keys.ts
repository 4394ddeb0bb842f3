import { useId, useLayoutEffect, useRef } from 'react'
import { isTextField } from '../scan/capture.ts'
import { createStore } from './store.ts'

/** A key and what it does. */
export interface KeySpec {
  /** Such as `F2`, `Ctrl Enter`, `Alt 1`, `Del`, `Esc`, `Up`, or a single letter. */
  key: string
  /** What it does, as the key strip says it. */
  label: string
  run: () => void
  /** False while it would do nothing; it is then neither shown nor heard. */
  when?: boolean
  /** Heard with the focus in a field too. Function keys, Esc and keys with Ctrl or Alt always are. */
  inFields?: boolean
  /** False keeps it out of the strip; it still stands under "All keys". */
  strip?: boolean
  /** True for a key that the system answers itself, such as Ctrl V with a paste: it is listed, and its cap is seen where no field has the focus, but it is not caught. */
  system?: boolean
}

/** `frame` everywhere; `screen` where it is shown; a `dialog` silences what lies under it. */
export type KeyLayerKind = 'frame' | 'screen' | 'dialog'
export interface KeyLayer { id: string; kind: KeyLayerKind; specs: readonly KeySpec[] }

/** Every layer of keys, oldest first. */
export const keyLayers = createStore<readonly KeyLayer[]>([])

/** The layers that are heard now, the one that goes first at the end. */
export function activeLayers(layers: readonly KeyLayer[]): readonly KeyLayer[] {
  const dialog = layers.findLast((layer) => layer.kind === 'dialog')
  return dialog ? [dialog] : [...layers.filter((layer) => layer.kind === 'frame'), ...layers.filter((layer) => layer.kind === 'screen')]
}

/** Registers keys while the component is shown, and puts them into the key strip. They are heard from the moment that the screen which names them is shown. */
export function useKeys(specs: readonly KeySpec[], kind: KeyLayerKind = 'screen'): void {
  const id = useId()
  const latest = useRef(specs)
  useLayoutEffect(() => { latest.current = specs })
  // Only what can be seen of the keys decides about registering anew; what they run is looked up when they are pressed.
  const shape = JSON.stringify(specs.map((spec) => [spec.key, spec.label, spec.when ?? true, spec.inFields ?? false, spec.strip ?? true, spec.system ?? false]))
  useLayoutEffect(() => {
    const shown = JSON.parse(shape) as [string, string, boolean, boolean, boolean, boolean][]
    const layer: KeyLayer = {
      id, kind,
      specs: shown.flatMap(([key, label, when, inFields, strip, system], i) => (when ? [{ key, label, inFields, strip, system, run: () => { latest.current[i]?.run() } }] : [])),
    }
    // In its old place: a dialog below another one stays below when its keys change.
    const known = keyLayers.get()
    keyLayers.set(known.some((other) => other.id === id) ? known.map((other) => (other.id === id ? layer : other)) : [...known, layer])
  }, [id, kind, shape])
  useLayoutEffect(() => () => { keyLayers.set(keyLayers.get().filter((layer) => layer.id !== id)) }, [id])
}

const MAC = typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent)
const NAMES: Record<string, string> = { Del: 'Delete', Esc: 'Escape', Space: ' ', Up: 'ArrowUp', Down: 'ArrowDown', Left: 'ArrowLeft', Right: 'ArrowRight', PgUp: 'PageUp', PgDn: 'PageDown' }

interface Combo { key: string; ctrl: boolean; alt: boolean; shift: boolean }
/** Every shortcut of the page is asked for with every key of a scanner. */
const combos = new Map<string, Combo>()
function parse(shortcut: string): Combo {
  const known = combos.get(shortcut)
  if (known) return known
  const parts = shortcut.split(' ')
  const key = parts.at(-1) ?? ''
  const combo = { key: NAMES[key] ?? key, ctrl: parts.includes('Ctrl'), alt: parts.includes('Alt'), shift: parts.includes('Shift') }
  combos.set(shortcut, combo)
  return combo
}

/** A shortcut as this system's keycaps say it: on macOS Control stands for Alt, and Command for Ctrl. */
export function capOf(shortcut: string): string {
  return MAC ? shortcut.replace(/\bAlt\b/, '\u2303').replace(/\bCtrl\b/, '\u2318') : shortcut
}

/** A shortcut in the words of `aria-keyshortcuts`. */
export function ariaKeys(shortcut: string): string {
  const combo = parse(shortcut)
  const key = combo.key === ' ' ? 'Space' : combo.key
  return [combo.ctrl && (MAC ? 'Meta' : 'Control'), combo.alt && (MAC ? 'Control' : 'Alt'), combo.shift && 'Shift', key].filter(Boolean).join('+')
}

const FUNCTION_KEY = /^F\d+$/

function fits(event: KeyboardEvent, combo: Combo): boolean {
  const [ctrl, alt] = MAC ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.altKey]
  if (ctrl !== combo.ctrl || alt !== combo.alt || (combo.shift && !event.shiftKey)) return false
  // F1 and Shift F1 are two keys; of a sign such as "?" the layout decides whether Shift belongs to it.
  if (FUNCTION_KEY.test(combo.key) && event.shiftKey !== combo.shift) return false
  if (event.key.toLowerCase() === combo.key.toLowerCase()) return true
  // With Alt held, layouts give other characters; the key is still the same one.
  return combo.alt && (event.code === `Digit${combo.key}` || event.code === `Key${combo.key}`)
}

const EVERYWHERE = /^(F\d+|Escape)$/
function heard(spec: KeySpec, combo: Combo, target: EventTarget | null): boolean {
  if (spec.system) return !isTextField(target)
  if (spec.inFields || combo.ctrl || combo.alt || EVERYWHERE.test(combo.key)) return true
  // Del has nothing to take out of an empty field.
  if (isTextField(target)) return combo.key === 'Delete' && target.value === ''
  if (target instanceof HTMLSelectElement) return false
  // A button or link with the focus answers Enter and Space itself.
  return !((combo.key === 'Enter' || combo.key === ' ') && target instanceof Element && target.closest('button, a[href], summary') !== null)
}

/** Whether a key is heard while `focused` has the focus. */
export function isHeardAt(spec: KeySpec, focused: Element | null): boolean {
  return heard(spec, parse(spec.key), focused)
}

/** Starts to listen. Single letters wait 60 ms, because a scanner that types like a keyboard is faster than that. */
export function startKeys(): () => void {
  let pending: ReturnType<typeof setTimeout> | undefined
  const cancel = (): void => { clearTimeout(pending) }
  const onKey = (event: KeyboardEvent): void => {
    // A closed list of choices takes every Enter for itself; Ctrl Enter finishes the whole all the same.
    const finishes = event.key === 'Enter' && (MAC ? event.metaKey : event.ctrlKey)
    if ((event.defaultPrevented && !finishes) || event.isComposing) return
    // Let go of before the key it was held for, Alt would give the focus to the window's menu, and the next scan with it.
    if (event.key === 'Alt' && !MAC) event.preventDefault()
    for (const layer of activeLayers(keyLayers.get()).toReversed()) {
      for (const spec of layer.specs) {
        const combo = parse(spec.key)
        if (spec.system || !fits(event, combo) || !heard(spec, combo, event.target)) continue
        event.preventDefault()
        if (event.repeat && combo.key.length > 1 && !combo.key.startsWith('Arrow') && !combo.key.startsWith('Page')) return
        if (combo.key.length === 1 && !combo.ctrl && !combo.alt) pending = setTimeout(spec.run, 60)
        else spec.run()
        return
      }
    }
  }
  // Before anyone else hears the key: the next key of a scanner takes back the letter before it.
  window.addEventListener('keydown', cancel, true)
  window.addEventListener('keydown', onKey)
  return () => {
    cancel()
    window.removeEventListener('keydown', cancel, true)
    window.removeEventListener('keydown', onKey)
  }
}
