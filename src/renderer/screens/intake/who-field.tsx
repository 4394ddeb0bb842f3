import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { TopicName } from '../../help/topics.ts'
import { Icon } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { KeyNow } from '../../ui/parts.tsx'
import { candidateOptions, meant, SHOWN, type Candidate, type WhoValue } from './candidates.ts'
import css from './form.module.css'

export interface WhoFieldProps {
  value: WhoValue
  onChange: (next: WhoValue) => void
  /** The piece that likely people are asked for. */
  piece: string | null
  /** The sender as it was typed and is not saved yet. */
  sender?: string | undefined
  label?: string
  /** What F1 says about it. */
  about?: TopicName
  error?: string | undefined
  /** Rows below the field. */
  shown?: number
  autoFocus?: boolean
  /** False where Enter does not save what stands round the field. */
  enter?: boolean
  ref?: Ref<HTMLInputElement> | undefined
}

/** Milliseconds without a key until a text is looked up. A scanner begins like typing and takes back what it typed; its keys come faster. */
const QUIET = 40

/** The text that is looked up for what stands in the field now. */
function useQuiet(text: string): string {
  const [quiet, setQuiet] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => { setQuiet(text) }, QUIET)
    return () => { clearTimeout(timer) }
  }, [text])
  return text === '' ? text : quiet
}

/** The row that Enter would take now, as far as the rows have come; while somebody types, the one of what they have typed before. */
export function useMeant(value: WhoValue, piece: string | null, sender?: string): Candidate | null {
  const text = useQuiet(value.text)
  const rows = useQuery({ ...candidateOptions(text, piece, sender), enabled: value.fixed === null }).data
  const begun = text.trim() === '' ? value.text.trim() === '' : value.text.startsWith(text)
  return meant(value, begun ? rows ?? [] : [])
}

/** "Who is it for?": likely people before typing, then people and departments as one types. Arrows choose, Enter is the form's. */
export function WhoField({ value, onChange, piece, sender, label = t('common.whoIsItFor'), about = 'recipient', error, shown = SHOWN, autoFocus = false, enter = true, ref }: WhoFieldProps): ReactNode {
  const id = useId()
  const asked = useQuiet(value.text)
  const query = useQuery({ ...candidateOptions(asked, piece, sender), placeholderData: keepPreviousData })
  // Rows of the letters before: Enter asks anew and takes what is found then.
  const stale = value.fixed === null && (asked !== value.text || query.isPlaceholderData)
  const all = query.data ?? []
  const chosen = meant(value, all)
  const index = chosen ? all.findIndex((row) => row.key === chosen.key) : -1
  // Rows from the one the arrows stand on stay in view without a scroll bar of their own.
  const from = Math.max(0, Math.min(index - shown + 1, all.length - shown))
  const rows = all.slice(from, from + shown)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return
    const to = event.key === 'ArrowDown' ? Math.min(all.length - 1, index + 1) : event.key === 'ArrowUp' ? index - 1 : null
    if (to === null) return
    event.preventDefault()
    onChange({ ...value, fixed: null, picked: all[to]?.key ?? null })
  }
  return (
    <div className={css.who}>
      <TextField ref={ref} big label={label} about={about} hint={t('intake.whoField.twoLettersOfFirstAndLast')} value={value.text} maxLength={200} autoFocus={autoFocus} data-autofocus={autoFocus || undefined}
        leftSection={<Icon name="user" />} error={error} role="combobox" aria-expanded={rows.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list"
        aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined} onKeyDown={onKeyDown}
        onChange={(event) => { onChange({ text: event.currentTarget.value, picked: null, fixed: null }) }} />
      <ul className={css.cand} data-stale={stale || undefined} id={`${id}-list`} role="listbox" aria-label={t('common.people')}>
        {rows.map((row, i) => (
          <li key={row.key} id={`${id}-${from + i}`} role="option" aria-selected={row.key === chosen?.key} data-look={row.look ? true : undefined}
            onMouseDown={(event) => { event.preventDefault() }} onClick={() => { onChange({ text: row.name, picked: row.key, fixed: row }) }}>
            <span className={css.name}><b>{row.title.map((part, at) => (part.match ? <u key={at}>{part.text}</u> : <span key={at}>{part.text}</span>))}</b><span>{row.second}</span></span>
            <span className={css.stop}>{row.stop}</span>
            <span className={css.why}>{row.look && <Icon name={row.look} size="s" />}{row.why}</span>
            <span className={css.at}>{row.location && <span className={css.loc}>{row.location}</span>}</span>
            <span className={css.enter}>{enter && row.key === chosen?.key && <KeyNow of="Enter" still={stale} />}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
