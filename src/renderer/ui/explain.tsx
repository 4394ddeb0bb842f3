import { Popover, type TextInputProps } from '@mantine/core'
import { memo, useState, type HTMLAttributes, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import { TOPICS, type TopicName } from '../help/topics.ts'
import { Key } from './parts.tsx'
import css from './explain.module.css'

interface ExplainProps { about: TopicName; open: boolean; onOpen: (open: boolean) => void; /** At the end of the label's line of a field; without it right behind the label. */ corner?: boolean }

/** A small "?" that says what a field of the trade means, beside it and without taking the focus. F1 is the way there by keys, so Tab goes from field to field. */
const Sign = memo(function Sign({ about, open, onOpen, corner = false }: ExplainProps): ReactNode {
  const { title, text, hint }: { title: string; text: string; hint?: string } = TOPICS[about]
  return (
    <Popover opened={open} onChange={onOpen} position="bottom-end" width={340} shadow="md" withRoles={false} returnFocus={false} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className={css.sign} data-corner={corner || undefined} tabIndex={-1} aria-label={t('ui.explain.explain')} aria-description={title} aria-expanded={open} aria-keyshortcuts="F1"
          onMouseDown={(event) => { event.preventDefault() }} onClick={() => { onOpen(!open) }}>?</button>
      </Popover.Target>
      <Popover.Dropdown className={css.text} role="status" aria-label={t('ui.explain.aboutTitle', { title })}>
        <b>{title}</b>
        <p>{text}</p>
        {hint && <p>{hint}</p>}
        <p className={css.close}><Key of="Esc" /> {t('ui.explain.closesIt')}</p>
      </Popover.Dropdown>
    </Popover>
  )
})

interface Explained { sign: ReactNode; onKeyDown: (event: KeyboardEvent) => void; onBlur: () => void }

function useExplained(about: TopicName | undefined, corner = false): Explained {
  const [open, setOpen] = useState(false)
  return {
    sign: about && <Sign about={about} open={open} onOpen={setOpen} corner={corner} />,
    onKeyDown: (event) => {
      const help = event.key === 'F1' && !event.shiftKey
      // A second F1 goes on to all keys.
      if (help && open) setOpen(false)
      if (open ? event.key !== 'Escape' : !help) return
      // Esc goes one step back: the words go, the dialog below them stays.
      event.preventDefault()
      event.stopPropagation()
      setOpen(!open)
    },
    onBlur: () => { setOpen(false) },
  }
}

/** What a field hands to its wrapper, so that F1 in it explains it and a "?" stands at the end of its label's line. */
export function useExplain(about: TopicName | undefined): { wrapper: NonNullable<TextInputProps['wrapperProps']>; container: (children: ReactNode) => ReactNode } {
  const { sign, onKeyDown, onBlur } = useExplained(about, true)
  return {
    wrapper: about ? { onKeyDown, onBlur, 'data-about': about } : {},
    container: (children) => <>{children}{sign}</>,
  }
}

interface ExplainedProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> { about: TopicName; /** Gets the "?" to put behind the label. */ children: (sign: ReactNode) => ReactNode }

/** Choices with a "?" behind their label; F1 within them opens it. */
export function Explained({ about, children, ...rest }: ExplainedProps): ReactNode {
  const { sign, onKeyDown, onBlur } = useExplained(about)
  return <div {...rest} onKeyDown={onKeyDown} onBlur={onBlur}>{children(sign)}</div>
}
