import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { CONTAINER_KINDS, LOCATION_KINDS, type ContainerRow, type LocationRow } from '../../../shared/contract/custody.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'

const words = (kinds: readonly string[]): { value: string; label: string }[] => kinds.map((value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)}` }))

/** A shelf, locker, cage or cart: its code as it stands on it, and where it is. */
export function LocationDialog({ row, taken, onClose, onSaved }: { row: LocationRow | null; taken: readonly string[]; onClose: () => void; onSaved: (row: LocationRow) => void }): ReactNode {
  const [code, setCode] = useState(row?.code ?? '')
  const [name, setName] = useState(row?.name ?? '')
  const [kind, setKind] = useState<LocationRow['kind']>(row?.kind ?? 'shelf')
  const [building, setBuilding] = useState(row?.building ?? '')
  const [floor, setFloor] = useState(row?.floor ?? '')
  const [missing, setMissing] = useState(false)
  const save = useMutation({ mutationFn: (active: boolean) => client.custody.saveLocation({ ...(row ? { id: row.id } : {}), code, name, kind, building, floor, active }), onSuccess: onSaved })
  const send = (): void => {
    setMissing(code.trim() === '')
    if (code.trim() !== '' && !save.isPending) save.mutate(true)
  }
  const there = !row && taken.some((one) => one.toLowerCase() === code.trim().toLowerCase())
  return (
    <Dialog title={row ? `Change ${row.code}` : 'New location'} onClose={onClose} acts={<>{row && <Button kind="stop" onClick={() => { save.mutate(false) }}>Close it</Button>}<Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Enter" onClick={send}>Save</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} style={{ display: 'grid', gap: 12 }}>
        <TextField label="Code" hint="as it stands on it: B-14" data-autofocus value={code} maxLength={24} error={missing && code.trim() === '' ? 'Type the code.' : there ? 'There is a location of this code already.' : undefined} onChange={(event) => { setCode(event.currentTarget.value) }} />
        <SelectField label="What it is" value={kind} data={words(LOCATION_KINDS)} onChange={(next) => { if (next) setKind(next as LocationRow['kind']) }} />
        <TextField label="Name" hint="for the label" value={name} maxLength={200} onChange={(event) => { setName(event.currentTarget.value) }} />
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 120px', gap: 12 }}>
          <TextField label="Building" value={building} maxLength={200} onChange={(event) => { setBuilding(event.currentTarget.value) }} />
          <TextField label="Floor" value={floor} maxLength={60} onChange={(event) => { setFloor(event.currentTarget.value) }} />
        </div>
        <button type="submit" hidden />
      </form>
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </Dialog>
  )
}

/** A pouch, tote or tray; its number is given by the station. */
export function ContainerDialog({ row, onClose, onSaved }: { row: ContainerRow | null; onClose: () => void; onSaved: (row: ContainerRow) => void }): ReactNode {
  const [name, setName] = useState(row?.name ?? '')
  const [kind, setKind] = useState<ContainerRow['kind']>(row?.kind ?? 'tote')
  const save = useMutation({ mutationFn: (active: boolean) => client.custody.saveContainer({ ...(row ? { id: row.id } : {}), name, kind, active }), onSuccess: onSaved })
  const send = (): void => { if (!save.isPending) save.mutate(true) }
  return (
    <Dialog title={row ? `Change ${row.name || row.number}` : 'New container'} onClose={onClose} acts={<>{row && <Button kind="stop" onClick={() => { save.mutate(false) }}>Take it out of use</Button>}<Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Enter" onClick={send}>Save</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} style={{ display: 'grid', gap: 12 }}>
        <TextField label="Name" hint="such as Legal pouch" data-autofocus value={name} maxLength={200} onChange={(event) => { setName(event.currentTarget.value) }} />
        <SelectField label="What it is" value={kind} data={words(CONTAINER_KINDS)} onChange={(next) => { if (next) setKind(next as ContainerRow['kind']) }} />
        <button type="submit" hidden />
      </form>
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </Dialog>
  )
}
