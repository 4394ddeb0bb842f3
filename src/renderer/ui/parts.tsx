import { useEffect, useId, useState, type ReactNode, type Ref } from 'react'
import { number } from '../../shared/words.ts'
import { t } from '../catalogue/index.ts'
import { detailsOf, isFault, problemOf, type Problem } from '../app/problem.ts'
import { useCap } from '../app/caps.ts'
import { capOf } from '../app/keys.ts'
import { Button } from './button.tsx'
import { Icon, Mark, type IconName, type MarkName, type Tone } from './drawings.tsx'
import css from './ui.module.css'
import { initials, withWholeNumbers } from './words.ts'

/** A keycap. `of` is a shortcut such as `Ctrl Enter`; it is shown in the system's own words. */
export function Key({ of }: { of: string }): ReactNode {
  return <kbd className={css.kbd}>{capOf(of)}</kbd>
}

/** A keycap beside the thing that its key does; seen only where it does that now, and not while it is `still`. */
export function KeyNow({ of, still = false }: { of: string; still?: boolean }): ReactNode {
  return <kbd ref={useCap(of)} className={css.kbd} data-now data-still={still || undefined}>{capOf(of)}</kbd>
}

export function Tag({ tone, mark, small = false, children }: { tone?: Tone; mark?: MarkName; small?: boolean; children: ReactNode }): ReactNode {
  return <span className={css.tag} data-tone={tone} data-small={small || undefined}>{mark && <Mark name={mark} tone={tone} />}{children}</span>
}

export function Avatar({ name, large = false }: { name: string; large?: boolean }): ReactNode {
  return <span className={css.avatar} data-large={large || undefined} aria-hidden="true">{initials(name)}</span>
}

/** Says that a file was lost with the page that crashed; nothing for an empty name. */
export function ChooseAgain({ name }: { name: string }): ReactNode {
  return name === '' ? null : <Message tone="act" title={t('ui.parts.chooseNameAgain', { name })}>{t('ui.parts.theWindowStoppedAndTheFile')}</Message>
}

/** What is, and what to do, beside the thing it is about. */
export function Message({ tone, title, children, acts, icon, ref }: { tone?: 'act' | 'stop' | 'done'; title?: string; children?: ReactNode; acts?: ReactNode; icon?: IconName; ref?: Ref<HTMLDivElement> }): ReactNode {
  const drawing = icon ?? (tone === 'act' ? 'warn' : tone === 'stop' ? 'stop' : tone === 'done' ? 'check' : 'info')
  return (
    <div ref={ref} className={css.message} data-tone={tone} role={tone === 'stop' ? 'alert' : 'status'}>
      <Icon name={drawing} />
      <div>
        <div>
          {title && <b>{withWholeNumbers(title)}</b>}
          {children && <p>{typeof children === 'string' ? withWholeNumbers(children) : children}</p>}
        </div>
        {acts && <div className={css.messageActs}>{acts}</div>}
      </div>
    </div>
  )
}

/** What a person just did may have been started by its key, from far above or below of where it is answered. */
const intoView = (element: HTMLDivElement | null): void => {
  if (!element) return
  element.scrollIntoView({ block: 'nearest' })
  // A field of the same form that somebody is in stays in sight with its label.
  const field = document.activeElement
  if (field?.matches('input, textarea') && element.closest('form')?.contains(field)) field.scrollIntoView({ block: 'nearest' })
}

/**
 * What a person is told when something could not be done; a fault without a name can be copied for whoever helps. A refusal says in its words what it is
 * about; a fault of the station cannot, so its title always does: `title` where a screen asks for several things.
 */
export function ProblemMessage({ problem, title, onRetry }: { problem: Problem; title?: string; onRetry?: () => void }): ReactNode {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    navigator.clipboard.writeText(detailsOf(problem, navigator.userAgent)).then(() => { setCopied(true) }, () => undefined)
  }
  const acts = (
    <>
      {onRetry && <Button small onClick={onRetry}>{t('common.tryAgain')}</Button>}
      {problem.code === 'unknown' && <Button small onClick={copy}>{copied ? t('common.copied') : t('ui.parts.copyDetails')}</Button>}
    </>
  )
  const said = title ?? (isFault(problem) ? onRetry ? t('ui.parts.thisCannotBeRead') : t('ui.parts.thisWasNotDone') : undefined)
  return <Message key={`${problem.id ?? ''} ${problem.message}`} {...(onRetry ? {} : { ref: intoView })} tone="stop" {...(said ? { title: said } : {})} acts={onRetry || problem.code === 'unknown' ? acts : undefined}>{problem.message}</Message>
}

/** A part of a page under its title while what it shows is being read, or could not be. */
export function Unread({ title, of, label }: { title: string; of: ReadonlyArray<{ readonly error: unknown; readonly refetch: () => unknown }>; label?: string }): ReactNode {
  const failed = of.find((query) => query.error)
  return <><h2>{title}</h2>{failed ? <ProblemMessage problem={problemOf(failed.error)} onRetry={() => { for (const query of of) query.refetch() }} /> : <Loading rows={6} {...(label ? { label } : {})} />}</>
}

/** What is missing, and the first thing to do about it. */
export function Empty({ mark, icon, title, children, acts }: { mark?: MarkName; icon?: IconName; title: string; children?: ReactNode; acts?: ReactNode }): ReactNode {
  return (
    <div className={css.empty}>
      {mark && <Mark name={mark} size="xl" />}
      {icon && <Icon name={icon} className={css.emptyIcon} />}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {acts && <div className={css.emptyActs}>{acts}</div>}
    </div>
  )
}

/** What can be done about the thing of a side pane: the buttons fill its width, the primary one has a line of its own, and none stands alone at the end of a ragged one. `inLine`: beside something else, as wide as they are. */
export function PaneActs({ inLine = false, children }: { inLine?: boolean; children: ReactNode }): ReactNode {
  return <div className={css.paneActs} data-line={inLine || undefined}>{children}</div>
}

/** The pane beside a list while nothing of the list is chosen: what would stand in it, and how to have it there. While the list is `reading` nothing can be said yet. `work`: the work is done in this pane, and the list is the side one. */
export function Unchosen({ label, reading = false, work = false, ...empty }: { label: string; reading?: boolean; work?: boolean; mark?: MarkName; icon?: IconName; title: string; children: ReactNode }): ReactNode {
  return <aside className={css.unchosen} data-work={work || undefined} aria-label={label}>{reading ? <Loading rows={3} /> : <Empty {...empty} />}</aside>
}

/** True once something has taken longer than a person would call "at once". */
export function useSlow(waiting: boolean, after = 300): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waiting) return undefined
    const timer = setTimeout(() => { setSlow(true) }, after)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [waiting, after])
  return slow && waiting
}

/** Nothing for 300 ms, then grey lines in the place of rows. */
export function Loading({ rows = 6, label = t('ui.parts.reading') }: { rows?: number; label?: string }): ReactNode {
  const slow = useSlow(true)
  if (!slow) return null
  return <div className={css.loading} role="status" aria-label={label}>{Array.from({ length: rows }, (_, i) => <i key={i} />)}</div>
}

export function PaneHead({ title, after, children }: { title: string; after?: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <div className={css.paneHead}>
      <h2>{title}</h2>
      {after && <span className={`${css.small} ${css.third}`}>{after}</span>}
      {children && <div className={css.end}>{children}</div>}
    </div>
  )
}

/** Up to five choices, all visible. */
export function Segments<T extends string>({ label, value, options, onChange, small = false }: { label: string; value: T; options: readonly { value: T; label: ReactNode }[]; onChange: (value: T) => void; small?: boolean }): ReactNode {
  const name = useId()
  // A dialog puts the focus on its first field: that is the chosen one, as it is for Tab.
  const one = options.some((option) => option.value === value)
  return (
    <div className={css.seg} role="radiogroup" aria-label={label} data-small={small || undefined}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} tabIndex={one && option.value !== value ? -1 : undefined} onChange={() => { onChange(option.value) }} />
          {option.label}
        </label>
      ))}
    </div>
  )
}

/** Long work: what is being done, how much of it is done, and what goes on meanwhile. */
export function Work({ label, done, of, meanwhile, onCancel }: { label: string; done: number; of: number; meanwhile?: string; onCancel?: () => void }): ReactNode {
  return (
    <div className={css.work} role="status" aria-label={label}>
      <div className={css.workLine}><span>{label}{of > 0 ? t('ui.parts.doneOfOf', { done: number(done), of: number(of) }) : ''}</span>{of > 0 && <b>{Math.floor((done / of) * 100)}%</b>}</div>
      <progress className={css.bar} aria-label={label} {...(of > 0 ? { value: done, max: of } : {})} />
      <div className={`${css.workLine} ${css.third}`}><span>{meanwhile}</span>{onCancel && <Button small onClick={onCancel}>{t('common.cancel')}</Button>}</div>
    </div>
  )
}

export function Help({ icon = 'info', children }: { icon?: IconName; children: ReactNode }): ReactNode {
  return <p className={css.help}><Icon name={icon} size="s" />{children}</p>
}

/** Words for those who hear the screen. */
export function HiddenText({ children }: { children: ReactNode }): ReactNode {
  return <span className={css.hiddenText}>{children}</span>
}
