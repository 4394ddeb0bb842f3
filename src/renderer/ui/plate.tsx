import type { ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import { Icon, type IconName } from './drawings.tsx'
import { splitNumber } from './num.tsx'
import css from './plate.module.css'

export interface PlateFact { text: string; tone?: 'good' | 'look'; icon?: IconName }
export interface PlateProps {
  /** `ready` before the first scan, `saved` dark, `look` yellow, `stop` red. */
  tone: 'ready' | 'saved' | 'look' | 'stop'
  title: string
  /** At the right end of the title: "Saved 10:42:18 AM", "Look", "Stop". */
  badge?: { text: string; icon: IconName }
  /** The number as printed; its last two groups are read across the room. */
  grouped?: string
  /** Instead of a number, before there is one. */
  instead?: string
  facts?: readonly PlateFact[]
  /** The right part: where it goes, whose it is, how many. */
  aside?: ReactNode
}

/** The display of what the scanner just caught, legible at two metres. Its text is told to those who hear the screen. */
export function Plate({ tone, title, badge, grouped, instead, facts = [], aside }: PlateProps): ReactNode {
  const parts = grouped === undefined ? null : splitNumber(grouped)
  const long = (grouped?.length ?? 0) > 30
  return (
    <section className={css.plate} data-tone={tone} data-aside={aside ? true : undefined} role={tone === 'stop' ? 'alert' : 'status'} aria-label={t('ui.plate.lastScan')}>
      <div className={css.got}>
        <div className={css.title}>{title}{badge && <span className={css.badge}><Icon name={badge.icon} />{badge.text}</span>}</div>
        {parts ? <div className={css.digits} data-long={long || undefined}>{parts.head && <span>{parts.head}</span>}<b>{parts.tail}</b></div> : <div className={css.instead}>{instead}</div>}
        <div className={css.facts}>
          {facts.map((fact) => <span key={fact.text} data-tone={fact.tone}>{fact.icon && <Icon name={fact.icon} size="s" />}{fact.text}</span>)}
        </div>
      </div>
      {aside && <div className={css.put}>{aside}</div>}
    </section>
  )
}

/** One big thing in the right part of a plate, such as a location or a count. */
export function PlateBig({ label, big, small }: { label: string; big: string; small?: string }): ReactNode {
  return <div className={css.pair}><small>{label}</small><div className={css.big}>{big}</div>{small && <small>{small}</small>}</div>
}

/** Words in the right part of a plate: what to do about it. */
export function PlateNote({ label, text, children }: { label: string; text: string; children?: ReactNode }): ReactNode {
  return <div className={css.pair}><small>{label}</small><div className={css.note}>{text}</div>{children && <div className={css.noteActs}>{children}</div>}</div>
}
