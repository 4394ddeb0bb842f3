import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import type { AddressBookRow } from '../../../shared/contract/certified.ts'
import { parseAddressBlock } from '../../../shared/mail/address.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Empty, Loading, ProblemMessage } from '../../ui/parts.tsx'
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
  const [selected, setSelected] = useState<string | null>(null)
  const [editing, setEditing] = useState<AddressBookRow | 'new' | null>(null)
  const [removing, setRemoving] = useState(false)
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
    { key: 'Enter', label: 'Correct', when: editing === null && current !== null, strip: false, run: edit },
    { key: 'F2', label: 'Correct', when: editing === null && current !== null, run: edit },
    { key: 'F4', label: 'Add an addressee', when: editing === null, run: () => { setEditing('new') } },
    { key: 'Del', label: 'Take out', when: editing === null && current !== null, run: () => { setRemoving(true) } },
    { key: 'Esc', label: editing === null ? 'Log a letter' : 'Keep as it was', run: editing === null ? onClose : leave },
  ])
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    list.current?.focus()
  }
  return (
    <div className={css.work}>
      <section className={css.list} aria-label="Address book">
        <div className={css.bookHead}>
          <TextField ref={field} label="Find" hint="words of name, address, department or matter" autoFocus value={text} maxLength={200} onKeyDown={onFieldKey} onChange={(event) => { setText(event.currentTarget.value) }} />
          <span className={css.d} role="status">{query.data && (rows.length === SHOWN ? `The ${SHOWN} used last. Type a word for the others.` : count(rows.length, 'addressee'))}</span>
          <Button icon="plus" keys="F4" onClick={() => { setEditing('new') }}>Add an addressee</Button>
        </div>
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading rows={8} label="Reading the address book" /> : rows.length === 0 ? <Empty icon="directory" title={sought === '' ? 'The address book is empty' : `Nobody is found by "${sought}"`}>{sought === '' ? 'Everybody to whom a letter is logged stands here from then on. F4 adds somebody before that.' : 'Try fewer letters, or add the addressee with F4.'}</Empty> : (
          <>
            <div className={`${css.head} ${css.bookRow}`} aria-hidden="true"><span>Addressee</span><span>For</span><span className={css.right}>Letters</span><span>Last</span></div>
            <Rows ref={list} label="Addressees" items={rows} idOf={(row) => row.id} height={48} selected={current?.id ?? null} onSelect={(id) => { setSelected(id); setEditing(null) }} onLeave={() => { field.current?.focus() }}
              render={(row) => (
                <div className={`${css.row} ${css.bookRow}`}>
                  <span><b>{row.name}</b><span className={css.d}>{row.lines.slice(1).join(', ')}</span></span>
                  <span>{[row.department, row.matter].filter(Boolean).join(', ')}</span><span className={css.right}>{row.used}</span><span>{date(row.lastUsed, zone)}</span>
                </div>
              )} />
          </>
        )}
      </section>
      <aside className={css.side} aria-label="Addressee">
        {editing ? <AddresseeForm key={editing === 'new' ? 'new' : editing.id} row={editing === 'new' ? null : editing} onClose={leave} onSaved={(row) => { setSelected(row.id); leave() }} />
          : current ? (
            <div className={css.bookCard}>
              <address>{current.lines.map((line, i) => (i === 0 ? <b key={i}>{line}</b> : <span key={i}>{line}</span>))}</address>
              <p className={css.kind}>{KIND_WORDS[current.kind]}{current.zip && `, ZIP ${current.zip}`}. {count(current.used, 'letter')}, the last {date(current.lastUsed, zone)}.</p>
              <p>{[current.department && `Department ${current.department}`, current.costCode && `cost code ${current.costCode}`, current.matter && `matter ${current.matter}`].filter(Boolean).join(', ')}</p>
              <div className={css.acts}><Button kind="primary" keys="F2" onClick={edit}>Correct</Button><Button kind="stop" icon="trash" keys="Del" onClick={() => { setRemoving(true) }}>Take out</Button></div>
              <p className={css.kind}>Letters that were logged keep the address that they have.</p>
            </div>
          ) : null}
      </aside>
      {removing && current && <Removal row={current} onClose={leave} />}
    </div>
  )
}

const fresh = async (): Promise<void> => { await queries.invalidateQueries({ queryKey: station.certified.addressees.key() }) }

/** The address as it stands on the envelope, and for whose account letters to it go. */
function AddresseeForm({ row, onSaved, onClose }: { row: AddressBookRow | null; onSaved: (row: AddressBookRow) => void; onClose: () => void }): ReactNode {
  const [block, setBlock] = useState(row?.lines.join('\n') ?? '')
  const [account, setAccount] = useState({ department: row?.department ?? '', costCode: row?.costCode ?? '', matter: row?.matter ?? '' })
  const read = block.trim() === '' ? null : parseAddressBlock(block)
  const save = useMutation({
    mutationFn: async () => await client.certified.saveAddressee({ ...(row ? { id: row.id } : {}), block, ...account }),
    onSuccess: async (saved) => { await fresh(); onSaved(saved) },
  })
  const problem = save.error ? problemOf(save.error) : null
  const ofBlock = problem?.field === 'block' || problem?.field === 'addressee'
  const submit = (): void => { if (!save.isPending) save.mutate() }
  useKeys([{ key: 'Ctrl Enter', label: 'Save', inFields: true, run: submit }])
  return (
    <form className={css.bookCard} aria-label={row ? 'Correct an addressee' : 'New addressee'} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
      <TextAreaField label="Address" hint="as it stands on the envelope" autoFocus autosize minRows={5} maxRows={8} maxLength={2000} value={block} error={ofBlock ? problem.message : undefined} onChange={(event) => { setBlock(event.currentTarget.value) }} />
      {read && <p className={css.kind} data-look={read.kind === 'foreign' || read.kind === 'unknown' || undefined} role="status">{KIND_WORDS[read.kind]}{read.zip !== null && `, ZIP ${read.zip}`}</p>}
      <TextField label="Department" value={account.department} maxLength={200} onChange={(event) => { setAccount({ ...account, department: event.currentTarget.value }) }} />
      <TextField label="Cost code" value={account.costCode} maxLength={100} onChange={(event) => { setAccount({ ...account, costCode: event.currentTarget.value }) }} />
      <TextField label="Matter" value={account.matter} maxLength={200} onChange={(event) => { setAccount({ ...account, matter: event.currentTarget.value }) }} />
      {problem && !ofBlock && <ProblemMessage problem={problem} />}
      <div className={css.acts}><Button keys="Esc" onClick={onClose}>Keep as it was</Button><Button kind="primary" keys="Ctrl Enter" disabled={save.isPending} onClick={submit}>{row ? 'Save' : 'Add'}</Button></div>
    </form>
  )
}

function Removal({ row, onClose }: { row: AddressBookRow; onClose: () => void }): ReactNode {
  const remove = useMutation({ mutationFn: async () => await client.certified.removeAddressee({ id: row.id }), onSuccess: async () => { await fresh(); onClose() } })
  const run = (): void => { if (!remove.isPending) remove.mutate() }
  return (
    <Dialog title={`Take ${row.name} out of the address book?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Take out', run }]}
      acts={<><Button keys="Esc" onClick={onClose}>Keep</Button><Button kind="stop" keys="Ctrl Enter" disabled={remove.isPending} onClick={run}>Take out</Button></>}>
      <p>{count(row.used, 'letter')} that went there keep the address. The next letter to it brings it in again.</p>
      {remove.error && <ProblemMessage problem={problemOf(remove.error)} />}
    </Dialog>
  )
}
