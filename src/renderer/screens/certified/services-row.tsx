import { useId, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import type { AddressKind } from '../../../shared/mail/address.ts'
import { feeOf, type FeeItem } from '../../../shared/mail/fees.ts'
import { whyNot, type LetterService, type MailClass, type NumberSource } from '../../../shared/mail/services.ts'
import { Explained } from '../../ui/explain.tsx'
import css from './letters.module.css'

type Receipt = 'none' | 'card' | 'electronic'
const RECEIPTS: readonly { value: Receipt; label: string }[] = [{ value: 'none', label: t('common.none2') }, { value: 'card', label: t('common.greenCard') }, { value: 'electronic', label: t('certified.servicesRow.electronic') }]
const RECEIPT_SERVICES: readonly LetterService[] = ['card', 'electronic']

export interface ServicesRowProps { services: readonly LetterService[]; mailClass: MailClass; kind: AddressKind; number: NumberSource | undefined; fees: readonly FeeTableRow[]; day: string; onChange: (services: LetterService[]) => void }

/** The services of a letter. What USPS does not sell together stays visible, cannot be chosen and says why. */
export function ServicesRow({ services, mailClass, kind, number, fees, day, onChange }: ServicesRowProps): ReactNode {
  const id = useId()
  const without = (of: readonly LetterService[]): LetterService[] => services.filter((service) => !of.includes(service))
  const whyOff = (service: LetterService, of: readonly LetterService[]): string | null => whyNot(service, { mailClass, services: without(of), destination: kind, number })
  const price = (item: FeeItem): number | null => feeOf(fees, item, { mailClass, shape: 'letter', weight: null, day })
  const [plain, restricted] = [price('certified'), price('certified-restricted')]
  const more = plain !== null && restricted !== null ? restricted - plain : null
  const chosen = RECEIPTS.find((option) => option.value !== 'none' && services.includes(option.value))?.value ?? 'none'
  const receiptOff = (value: Receipt): string | null => (value === 'none' ? null : whyOff(value, RECEIPT_SERVICES))
  const whyReceipt = RECEIPTS.map(({ value }) => receiptOff(value)).find((reason) => reason !== null) ?? ''
  const only = services.includes('restricted')
  const adult = services.includes('adult')
  const [onlyOff, adultOff] = [whyOff('restricted', ['restricted']), whyOff('adult', ['adult'])]
  return (
    <div className={css.services}>
      <Explained about="returnReceipt" className={css.service}>{(sign) => <>
        <span className={css.serviceLabel}><span id={`${id}r`}>{t('common.returnReceipt')}</span>{sign}</span>
        <div className={css.seg} role="radiogroup" aria-labelledby={`${id}r`}>
          {RECEIPTS.map(({ value, label }) => {
            const off = receiptOff(value)
            const fee = value === 'none' ? null : price(value)
            return (
              <label key={value} data-off={off === null ? undefined : true} title={off ?? undefined}>
                <input type="radio" name={`${id}r`} checked={chosen === value} disabled={off !== null && chosen !== value} onChange={() => { onChange([...without(RECEIPT_SERVICES), ...(value === 'none' ? [] : [value])]) }} />
                {label}{fee !== null && <em>{(fee / 100).toFixed(2)}</em>}
              </label>
            )
          })}
        </div>
        <span className={css.why}>{whyReceipt}</span>
      </>}</Explained>
      <Explained about="whoMaySign" className={css.service}>{(sign) => <>
        <span className={css.serviceLabel}><span id={`${id}w`}>{t('certified.servicesRow.whoMaySign')}</span>{sign}</span>
        <div className={css.signs}>
          <div className={css.seg} role="radiogroup" aria-labelledby={`${id}w`}>
            <label><input type="radio" name={`${id}w`} checked={!only} onChange={() => { onChange(without(['restricted'])) }} />{t('certified.servicesRow.anyoneThere')}</label>
            <label data-off={onlyOff === null ? undefined : true} title={onlyOff ?? undefined}><input type="radio" name={`${id}w`} checked={only} disabled={onlyOff !== null && !only} onChange={() => { onChange([...without(['restricted']), 'restricted']) }} />{t('certified.servicesRow.addresseeOnly')}{more !== null && <em>+{(more / 100).toFixed(2)}</em>}</label>
          </div>
          <div className={css.seg}><label data-off={adultOff === null ? undefined : true} title={adultOff ?? undefined}><input type="checkbox" checked={adult} disabled={adultOff !== null && !adult} onChange={() => { onChange(adult ? without(['adult']) : [...services, 'adult']) }} />{t('certified.servicesRow.adult21OrOlder')}</label></div>
        </div>
        <span className={css.why}>{onlyOff ?? adultOff ?? ''}</span>
      </>}</Explained>
    </div>
  )
}
