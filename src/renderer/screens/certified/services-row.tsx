import { useId, type ReactNode } from 'react'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import type { AddressKind } from '../../../shared/mail/address.ts'
import { feeOf, type FeeItem } from '../../../shared/mail/fees.ts'
import { whyNot, type LetterService, type MailClass, type NumberSource } from '../../../shared/mail/services.ts'
import css from './letters.module.css'

interface Option { value: string; label: string; service: LetterService | null; item: FeeItem | null }
const GROUPS: readonly { label: string; of: readonly LetterService[]; options: readonly Option[] }[] = [
  { label: 'Return receipt', of: ['card', 'electronic'], options: [{ value: 'none', label: 'None', service: null, item: null }, { value: 'card', label: 'Green card', service: 'card', item: 'card' }, { value: 'electronic', label: 'Electronic', service: 'electronic', item: 'electronic' }] },
  { label: 'Who may sign', of: ['restricted'], options: [{ value: 'none', label: 'Anyone at the address', service: null, item: null }, { value: 'restricted', label: 'Addressee only', service: 'restricted', item: null }] },
  { label: 'Adult signature', of: ['adult'], options: [{ value: 'none', label: 'Not asked for', service: null, item: null }, { value: 'adult', label: '21 or older', service: 'adult', item: null }] },
]

export interface ServicesRowProps { services: readonly LetterService[]; mailClass: MailClass; kind: AddressKind; number: NumberSource | undefined; fees: readonly FeeTableRow[]; day: string; onChange: (services: LetterService[]) => void }

/** The services of a letter. What USPS does not sell together cannot be chosen and says why. */
export function ServicesRow({ services, mailClass, kind, number, fees, day, onChange }: ServicesRowProps): ReactNode {
  const id = useId()
  return (
    <div className={css.services}>
      {GROUPS.map((group) => {
        const chosen = group.options.find((option) => option.service !== null && services.includes(option.service))?.value ?? 'none'
        const reasons = group.options.flatMap((option) => {
          if (option.service === null) return []
          const others = services.filter((service) => !group.of.includes(service))
          const reason = whyNot(option.service, { mailClass, services: others, destination: kind, number })
          return reason === null ? [] : [{ option, reason }]
        })
        const label = `${id}${group.label}`
        return (
          <div key={group.label} className={css.service} role="radiogroup" aria-labelledby={label}>
            <span id={label} className={css.serviceLabel}>{group.label}</span>
            <div className={css.seg}>
              {group.options.map((option) => {
                const reason = reasons.find((one) => one.option === option)?.reason
                const fee = option.item ? feeOf(fees, option.item, { mailClass, shape: 'letter', weight: null, day }) : null
                return (
                  <label key={option.value} data-off={reason !== undefined || undefined} title={reason}>
                    <input type="radio" name={label} checked={chosen === option.value} disabled={reason !== undefined && chosen !== option.value} onChange={() => { onChange([...services.filter((service) => !group.of.includes(service)), ...(option.service ? [option.service] : [])]) }} />
                    {option.label}{fee !== null && <em>{(fee / 100).toFixed(2)}</em>}
                  </label>
                )
              })}
            </div>
            <span className={css.why}>{reasons[0]?.reason ?? ''}</span>
          </div>
        )
      })}
    </div>
  )
}
