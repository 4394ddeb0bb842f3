import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { t } from '../catalogue/index.ts'
import type { Person } from '../../shared/contract/access.ts'
import { PinField } from './field.tsx'
import { Avatar } from './parts.tsx'
import css from './person-pin.module.css'
import { ROLE_WORDS } from './words.ts'

export interface PersonPinProps {
  legend: string
  people: readonly Person[]
  chosen: Person | undefined
  onPick: (id: string) => void
  pin: string
  onPin: (pin: string) => void
  /** The button that sends the PIN. */
  button: ReactNode
  field: RefObject<HTMLInputElement | null>
  /** Inside a dialog. */
  small?: boolean
  /** The id of the text that says how the keys work. */
  describedBy?: string
  /** Shown in the place of the people while they are read. */
  waiting?: ReactNode
}

/** Somebody of a list, and that person's PIN. The focus stays in the PIN: digits go into it, letters and arrows choose the person. */
export function PersonPin({ legend, people, chosen, onPick, pin, onPin, button, field, small = false, describedBy, waiting }: PersonPinProps): ReactNode {
  const group = useId()
  const letters = useRef({ text: '', at: 0 })
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = people.findIndex((row) => row.id === chosen?.id)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && people.length > 0) {
      event.preventDefault()
      const next = people[(at + step + people.length) % people.length]
      if (next) onPick(next.id)
      return
    }
    if (event.ctrlKey || event.altKey || event.metaKey || !/^\p{L}$/u.test(event.key)) return
    event.preventDefault()
    const text = (event.timeStamp - letters.current.at < 900 ? letters.current.text : '') + event.key.toLowerCase()
    letters.current = { text, at: event.timeStamp }
    const hit = people.find((row) => row.name.toLowerCase().split(/\s+/).some((part) => part.startsWith(text)) || row.name.toLowerCase().startsWith(text))
    if (hit) onPick(hit.id)
  }
  return (
    <>
      <fieldset>
        <legend className={css.legend} data-small={small || undefined}>{legend}</legend>
        {waiting ?? (
          <div className={css.people} data-small={small || undefined}>
            {people.map((row) => (
              <label key={row.id}>
                <input type="radio" name={group} value={row.id} checked={row.id === chosen?.id} onChange={() => { onPick(row.id) }} onClick={() => field.current?.focus()} />
                <Avatar name={row.name} large /><span>{row.name}</span><small>{ROLE_WORDS[row.role]}</small>
              </label>
            ))}
          </div>
        )}
      </fieldset>
      <div className={css.pinRow}>
        <PinField ref={field} big label={chosen ? t('ui.personPin.pinOfName', { name: chosen.name }) : t('common.pin')} autoFocus data-autofocus value={pin} onChange={(event) => { onPin(event.currentTarget.value) }} onKeyDown={onKeyDown} aria-describedby={describedBy} />
        {button}
      </div>
    </>
  )
}

/** Whole seconds that are left of a pause. `from`: when the station's answer came; the pause had begun before it, so it is never shown as over too early. */
export function useCountdown(ms: number | undefined, from: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (ms === undefined || ms <= 0) return undefined
    const timer = setInterval(() => { setNow(Date.now()) }, 250)
    return () => { clearInterval(timer) }
  }, [ms])
  // The clock of this page may be older than the pause.
  return ms === undefined ? 0 : Math.max(0, Math.ceil(Math.min(ms, from + ms - now) / 1000))
}
