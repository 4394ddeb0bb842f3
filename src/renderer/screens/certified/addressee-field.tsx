import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { AddressBookRow } from '../../../shared/contract/letters.ts'
import { station } from '../../app/station.ts'
import { Icon } from '../../ui/drawings.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Help } from '../../ui/parts.tsx'
import { count, date } from '../../ui/words.ts'
import { changeDraft, destination, type LetterDraft } from './draft.ts'
import css from './letters.module.css'

/** What kind of place an address is. */
export const KIND_WORDS = { us: t('certified.addresseeField.unitedStates'), military: t('certified.addresseeField.militaryMailApoFpoOrDpo'), territory: t('certified.addresseeField.territoryOrPossession'), foreign: t('certified.addresseeField.outsideTheUnitedStates'), unknown: t('certified.addresseeField.noPlaceCouldBeRead') } as const

/** "To": a name of the address book, or a whole address as it was pasted, taken apart and shown for checking. */
export function AddresseeField({ now, zone, error, ref, onChosen, children }: { now: LetterDraft; zone: string; error?: string | undefined; ref?: Ref<HTMLInputElement>; onChosen: () => void; /** Stands beside the field while no address is there. */ children?: ReactNode }): ReactNode {
  const id = useId()
  const [at, setAt] = useState(0)
  const text = now.search.trim()
  const searching = now.chosen === null && now.block === null
  const rows = useQuery(station.certified.addressees.queryOptions({ input: { text, limit: text === '' ? 2 : 5 }, enabled: searching, placeholderData: keepPreviousData })).data ?? []
  const index = text === '' ? -1 : Math.min(at, rows.length - 1)
  const there = destination(now)
  const choose = (row: AddressBookRow): void => {
    changeDraft({ chosen: row, search: row.name, block: null, ...(now.department === '' ? { department: row.department } : {}), ...(now.costCode === '' ? { costCode: row.costCode } : {}) })
    onChosen()
  }
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text')
    if (!/[\r\n]/.test(pasted.trim())) return
    event.preventDefault()
    changeDraft({ block: pasted.trim(), chosen: null })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt(Math.max(0, Math.min(rows.length - 1, index + (event.key === 'ArrowDown' ? 1 : -1))))
    } else if (event.key === 'Enter' && text !== '') {
      event.preventDefault()
      const row = rows[Math.max(0, index)]
      // Nobody of that name is known: it is the first line of a new address.
      if (row) choose(row)
      else changeDraft({ block: `${text}\n`, chosen: null })
    }
  }
  return (
    <div className={css.to}>
      <div className={css.toField}>
        {now.block !== null ? (
            <TextAreaField label={t('common.to')} about="addressee" hint={t('certified.addresseeField.theAddressAsItStandsOn')} autosize minRows={4} maxRows={5} autoFocus value={now.block} maxLength={2000} error={error} onChange={(event) => { changeDraft({ block: event.currentTarget.value }) }}
              onFocus={(event) => { event.currentTarget.setSelectionRange(event.currentTarget.value.length, event.currentTarget.value.length) }} />
        ) : (
          <>
            <TextField ref={ref} big label={t('common.to')} about="addressee" hint={t('certified.addresseeField.nameOrPasteTheWholeAddress')} value={now.search} maxLength={200} autoFocus leftSection={<Icon name="directory" />} error={error} onPaste={onPaste} onKeyDown={onKeyDown}
              role="combobox" aria-expanded={searching && rows.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={searching && index >= 0 ? `${id}-${index}` : undefined}
              onChange={(event) => { setAt(0); changeDraft({ search: event.currentTarget.value, chosen: null }) }} />
            {searching && (
              <ul className={css.book} id={`${id}-list`} role="listbox" aria-label={t('common.addressBook')}>
                {rows.map((row, i) => (
                  <li key={row.id} id={`${id}-${i}`} role="option" aria-selected={i === index} onMouseDown={(event) => { event.preventDefault() }} onClick={() => { choose(row) }}>
                    <b>{row.name}</b><span>{row.lines.slice(1).join(', ')}</span><span>{count(row.used, t('common.letter'))}</span>
                  </li>
                ))}
                {text !== '' && rows.length === 0 && <li role="option" aria-selected="true" onClick={() => { changeDraft({ block: `${text}\n` }) }}><b>{text}</b><span>{t('certified.addresseeField.isNewEnterTypesTheAddress')}</span><span /></li>}
              </ul>
            )}
          </>
        )}
        {now.chosen && <Help icon="clock">{t('certified.addresseeField.usedBeforeTheLastLastusedF2', { used: count(now.chosen.used, t('common.letter')), lastUsed: date(now.chosen.lastUsed, zone) })}</Help>}
      </div>
      <div className={css.read} aria-live="polite">
        {there && (
          <>
            <dl className={css.parts}>{there.parts.map((part, i) => <div key={`${i}${part.name}`} data-look={part.unread}><dt>{part.name}</dt><dd>{part.text}</dd></div>)}</dl>
            <span className={css.kind} data-look={there.kind === 'unknown' || there.kind === 'foreign' || undefined}>{KIND_WORDS[there.kind]}{there.zip && t('certified.addresseeField.zipZip', { zip: there.zip })}</span>
            {there.doubts.map((doubt) => <span key={doubt} className={css.kind} data-look><Icon name="warn" size="s" />{doubt}</span>)}
          </>
        )}
        {!there && searching && children}
      </div>
    </div>
  )
}
