import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { AddressBookRow } from '../../../shared/contract/letters.ts'
import { parseAddressBlock } from '../../../shared/mail/address.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Empty, Loading, ProblemMessage, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, date } from '../../ui/words.ts'
import { KIND_WORDS } from './addressee-field.tsx'
import css from './letters.module.css'

/** More than these are found by typing. */
const SHOWN = 200

/** To whom the office writes: found, corrected, added, taken out. Letters that were logged keep the address that they have. */
export function AddressBook({ onClose }: { onClose: () => void }): ReactNode {
  const zone = useZone()
  const [text, setText] = useKept('letters.addressee', '')
  const [selected, setSelected] = useHeld<string | null>('addressees.selected', null)
  const [editing, setEditing] = useOpen<AddressBookRow | 'new' | null>('addressees.editing', null)
  const [removing, setRemoving] = useOpen('addressees.removing', false)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const sought = useDeferredValue(text.trim())
  const query = useQuery(station.certified.addressees.queryOptions({ input: { text: sought, limit: SHOWN }, placeholderData: keepPreviousData }))
  const rows = query.data ?? []
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  const leave = (): void => {
    setEditing(null)
    setRemoving(false)
    ;(list.current ?? field.current)?.focus()
  }
  const edit = (): void => { if (current) setEditing(current) }
  useKeys([
    { key: 'Enter', label: t('common.correct'), when: editing === null && current !== null, strip: false, run: edit },
    { key: 'F2', label: t('common.correct'), when: editing === null && current !== null, run: edit },
    { key: 'F4', label: t('certified.addressBook.addAnAddressee'), when: editing === null, run: () => { setEditing('new') } },
    { key: 'Del', label: t('certified.addressBook.takeOut'), when: editing === null && current !== null, run: () => { setRemoving(true) } },
    { key: 'Esc', label: editing === null ? t('common.logALetter') : t('certified.addressBook.keepAsItWas'), run: editing === null ? onClose : leave },
  ])
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    list.current?.focus()
  }
  return (
    <div className={css.work}>
      <section className={css.list} aria-label={t('common.addressBook')}>
        <div className={css.bookHead}>
          <TextField ref={field} label={t('common.find')} hint={t('certified.addressBook.wordsOfNameAddressDepartmentOr')} autoFocus value={text} maxLength={200} onKeyDown={onFieldKey} onChange={(event) => { setText(event.currentTarget.value) }} />
          <span className={css.d} role="status">{query.data && (rows.length === SHOWN ? t('certified.addressBook.theShownUsedLastTypeA', { SHOWN }) : count(rows.length, t('certified.addressBook.addressee')))}</span>
          <Button icon="plus" keys="F4" onClick={() => { setEditing('new') }}>{t('certified.addressBook.addAnAddressee')}</Button>
        </div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading rows={8} label={t('certified.addressBook.readingTheAddressBook')} /> : rows.length === 0 ? !query.error && <Empty icon="directory" title={sought === '' ? t('certified.addressBook.theAddressBookIsEmpty') : t('certified.addressBook.nobodyIsFoundBySought', { sought })}>{sought === '' ? t('certified.addressBook.everybodyToWhomALetterIs') : t('certified.addressBook.tryFewerLettersOrAddThe')}</Empty> : (
          <>
            <div className={`${css.head} ${css.bookRow}`} aria-hidden="true"><span>{t('common.addressee')}</span><span>{t('common.for')}</span><span className={css.right}>{t('common.letters')}</span><span>{t('certified.addressBook.last')}</span></div>
            <Rows ref={list} label={t('certified.addressBook.addressees')} items={rows} idOf={(row) => row.id} height={48} selected={current?.id ?? null} onSelect={(id) => { setSelected(id); setEditing(null) }} onLeave={() => { field.current?.focus() }}
              render={(row) => (
                <div className={`${css.row} ${css.bookRow}`}>
                  <span><b>{row.name}</b><span className={css.d}>{row.lines.slice(1).join(', ')}</span></span>
                  <span>{[row.department, row.matter].filter(Boolean).join(', ')}</span><span className={css.right}>{row.used}</span><span>{date(row.lastUsed, zone)}</span>
                </div>
              )} />
          </>
        )}
      </section>
      {editing || current ? <aside className={css.side} aria-label={t('common.addressee')}>
        {editing ? <AddresseeForm key={editing === 'new' ? 'new' : editing.id} row={editing === 'new' ? null : editing} onClose={leave} onSaved={(row) => { setSelected(row.id); leave() }} />
          : current ? (
            <div className={css.bookCard}>
              <address>{current.lines.map((line, i) => (i === 0 ? <b key={i}>{line}</b> : <span key={i}>{line}</span>))}</address>
              <p className={css.kind}>{KIND_WORDS[current.kind]}{current.zip && t('certified.addressBook.zipZip', { zip: current.zip })}{t('certified.addressBook.usedTheLastLastused', { used: count(current.used, t('common.letter')), lastUsed: date(current.lastUsed, zone) })}</p>
              <p>{[current.department && t('certified.addressBook.departmentDepartment', { department: current.department }), current.costCode && t('certified.addressBook.costCodeCostcode', { costCode: current.costCode }), current.matter && t('certified.addressBook.matterMatter', { matter: current.matter })].filter(Boolean).join(', ')}</p>
              <div className={css.acts}><Button kind="primary" keys="F2" onClick={edit}>{t('common.correct')}</Button><Button kind="stop" icon="trash" keys="Del" onClick={() => { setRemoving(true) }}>{t('certified.addressBook.takeOut')}</Button></div>
              <p className={css.kind}>{t('certified.addressBook.lettersThatWereLoggedKeepThe')}</p>
            </div>
          ) : null}
      </aside> : <Unchosen label={t('common.addressee')} reading={query.isPending} icon="directory" title={t('certified.addressBook.noAddresseeChosen')}>{t('certified.addressBook.theOneChosenInTheList')}</Unchosen>}
      {removing && current && <Removal row={current} onClose={leave} />}
    </div>
  )
}

const fresh = async (): Promise<void> => { await queries.invalidateQueries({ queryKey: station.certified.addressees.key() }) }

/** The address as it stands on the envelope, and for whose account letters to it go. */
function AddresseeForm({ row, onSaved, onClose }: { row: AddressBookRow | null; onSaved: (row: AddressBookRow) => void; onClose: () => void }): ReactNode {
  const [block, setBlock] = useHeld(`addressee.block.${row?.id ?? ''}`, row?.lines.join('\n') ?? '')
  const [account, setAccount] = useHeld(`addressee.account.${row?.id ?? ''}`, { department: row?.department ?? '', costCode: row?.costCode ?? '', matter: row?.matter ?? '' })
  const read = block.trim() === '' ? null : parseAddressBlock(block)
  const save = useMutation({
    mutationFn: async () => await client.certified.saveAddressee({ ...(row ? { id: row.id } : {}), block, ...account }),
    onSuccess: async (saved) => { await fresh(); onSaved(saved) },
  })
  const problem = save.error ? problemOf(save.error) : null
  const ofBlock = problem?.field === 'block' || problem?.field === 'addressee'
  const submit = (): void => { if (!save.isPending) save.mutate() }
  useKeys([{ key: 'Ctrl Enter', label: t('common.save'), inFields: true, run: submit }])
  return (
    <form className={css.bookCard} aria-label={row ? t('certified.addressBook.correctAnAddressee') : t('certified.addressBook.newAddressee')} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
      <TextAreaField label={t('common.address')} about="addressee" hint={t('certified.addressBook.asItStandsOnTheEnvelope')} autoFocus autosize minRows={5} maxRows={8} maxLength={2000} value={block} error={ofBlock ? problem.message : undefined} onChange={(event) => { setBlock(event.currentTarget.value) }} />
      {read && <p className={css.kind} data-look={read.kind === 'foreign' || read.kind === 'unknown' || undefined} role="status">{KIND_WORDS[read.kind]}{read.zip !== null && t('certified.addressBook.zipZip', { zip: read.zip })}</p>}
      <TextField label={t('common.department')} about="department" value={account.department} maxLength={200} onChange={(event) => { setAccount({ ...account, department: event.currentTarget.value }) }} />
      <TextField label={t('common.costCode')} about="costCode" value={account.costCode} maxLength={100} onChange={(event) => { setAccount({ ...account, costCode: event.currentTarget.value }) }} />
      <TextField label={t('common.matter')} about="matter" value={account.matter} maxLength={200} onChange={(event) => { setAccount({ ...account, matter: event.currentTarget.value }) }} />
      {problem && !ofBlock && <ProblemMessage problem={problem} />}
      <div className={css.acts}><Button keys="Esc" onClick={onClose}>{t('certified.addressBook.keepAsItWas')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={save.isPending} onClick={submit}>{row ? t('common.save') : t('certified.addressBook.add')}</Button></div>
    </form>
  )
}

function Removal({ row, onClose }: { row: AddressBookRow; onClose: () => void }): ReactNode {
  const remove = useMutation({ mutationFn: async () => await client.certified.removeAddressee({ id: row.id }), onSuccess: async () => { await fresh(); onClose() } })
  const run = (): void => { if (!remove.isPending) remove.mutate() }
  return (
    <Dialog name="addressee-take-out" title={t('certified.addressBook.takeNameOutOfTheAddress', { name: row.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('certified.addressBook.takeOut'), run }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" icon="trash" keys="Ctrl Enter" disabled={remove.isPending} onClick={run}>{t('certified.addressBook.takeOut')}</Button></>}>
      <p>{t('certified.addressBook.usedThatWentThereKeepThe', { used: count(row.used, t('common.letter')) })}</p>
      {remove.error && <ProblemMessage problem={problemOf(remove.error)} />}
    </Dialog>
  )
}
