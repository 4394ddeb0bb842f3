import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { useCap } from '../app/caps.ts'
import { ariaKeys, capOf } from '../app/keys.ts'
import css from './button.module.css'
import { Icon, type IconName } from './drawings.tsx'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  /** `primary` once on a screen; `stop` for what cannot be taken back; `quiet` has no edge. */
  kind?: 'plain' | 'primary' | 'stop' | 'quiet'
  icon?: IconName
  /** The shortcut that does the same: shown as a keycap where it does so now, and told to assistive technology. It has to be registered with `useKeys`; Enter may be a form's. */
  keys?: string
  /** Enter is registered as well as its form's: it is heard where no field of the form has the focus. */
  anywhere?: boolean
  /** True while the key would do nothing, although it is heard. */
  still?: boolean
  small?: boolean
  /** 48 px, for the counter. */
  big?: boolean
  submit?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button: verb and thing. */
export function Button({ kind = 'plain', icon, keys, small = false, big = false, submit = false, still = false, anywhere = false, className, children, ...rest }: ButtonProps): ReactNode {
  const cap = useCap(keys)
  return (
    <button {...rest} type={submit ? 'submit' : 'button'} className={className ? `${css.btn} ${className}` : css.btn} data-kind={kind} data-small={small || undefined} data-big={big || undefined} data-anywhere={anywhere || undefined} aria-keyshortcuts={keys ? ariaKeys(keys) : undefined}>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <kbd ref={cap} className={css.cap} data-still={still || undefined} aria-hidden="true">{capOf(keys)}</kbd>}
    </button>
  )
}
