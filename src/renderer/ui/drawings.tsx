import type { ReactNode } from 'react'
import type { IconName, MarkName } from './sprite.tsx'
import css from './ui.module.css'

export type { IconName, MarkName } from './sprite.tsx'
export type Tone = 'idle' | 'rest' | 'move' | 'act' | 'done' | 'stop' | 'back'

/** A drawing that repeats a word beside it; it has no name of its own. 20 px, `s` 16, `l` 24. */
export function Icon({ name, size, className }: { name: IconName; size?: 's' | 'l'; className?: string | undefined }): ReactNode {
  return <svg className={className ? `${css.icon} ${className}` : css.icon} data-size={size} aria-hidden="true" focusable="false"><use href={`#i-${name}`} /></svg>
}

const TONES: Record<MarkName, Tone> = {
  received: 'move', stored: 'rest', held: 'act', onrun: 'move', handed: 'done', mailstop: 'done', 'refused-in': 'stop', 'forwarded-in': 'back', rts: 'back', lost: 'stop', disposed: 'idle', norecipient: 'act',
  logged: 'idle', inbook: 'rest', presented: 'act', label: 'idle', accepted: 'move', transit: 'move', out: 'move', notice: 'act', pickup: 'act', forwarded: 'back',
  delivered: 'done', addressee: 'done', agent: 'done', refused: 'stop', unclaimed: 'act', undeliverable: 'stop', returning: 'back', returned: 'back', 'lost-suspected': 'stop', conflict: 'stop',
}

/** The colour that goes with a mark, for a word that says the same. */
export const toneOf = (mark: MarkName): Tone => TONES[mark]

/** The sign of a state: square with us, circle with the carrier. The word always stands beside it. 16 px, `m` 20, `l` 24, `xl` 32. */
export function Mark({ name, size, tone }: { name: MarkName; size?: 'm' | 'l' | 'xl'; tone?: Tone | undefined }): ReactNode {
  return <svg className={css.mark} data-size={size} data-tone={tone ?? TONES[name]} data-mark={name} aria-hidden="true" focusable="false"><use href={`#m-${name}`} /></svg>
}

/** The sign of the app. */
export function Brand({ size = 24 }: { size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="22" height="22" rx="5.5" fill="var(--ph-plate)" />
      <g fill="#fff" fillOpacity=".26"><rect x="4.6" y="4.6" width="6.6" height="6.6" rx="1.6" /><rect x="12.8" y="4.6" width="6.6" height="6.6" rx="1.6" /><rect x="4.6" y="12.8" width="6.6" height="6.6" rx="1.6" /></g>
      <path d="M14.4 12.8h3.4a1.6 1.6 0 0 1 1.6 1.6v3.4a1.6 1.6 0 0 1-1.6 1.6h-3.4a1.6 1.6 0 0 1-1.6-1.6v-3.4a1.6 1.6 0 0 1 1.6-1.6z" fill="var(--ph-plate-warn)" />
    </svg>
  )
}
