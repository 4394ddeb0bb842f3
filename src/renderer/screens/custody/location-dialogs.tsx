import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { CONTAINER_KINDS, LOCATION_KINDS, type ContainerRow, type LocationRow } from '../../../shared/contract/custody.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'

const words = (kinds: readonly string[]): { value: string; label: string }[] => kinds.map((value) => ({ value, label: `${value[0]?.toUpperCase()}${value.slice(1)}` }))

/** A shelf, locker, cage or cart: its code as it stands on it, and where it is. */
export function LocationDialog({ row, taken, onClose, onSaved }: { row: LocationRow | null; taken: readonly string[]; onClose: () => void; onSaved: (row: LocationRow) => void }): ReactNode {
  const [code, setCode] = useHeld(`location.code.${row?.id ?? ''}`, row?.code ?? '')
  const [name, setName] = useHeld(`location.name.${row?.id ?? ''}`, row?.name ?? '')
  const [kind, setKind] = useHeld<LocationRow['kind']>(`location.kind.${row?.id ?? ''}`, row?.kind ?? 'shelf')
  const [building, setBuilding] = useHeld(`location.building.${row?.id ?? ''}`, row?.building ?? '')
  const [floor, setFloor] = useHeld(`location.floor.${row?.id ?? ''}`, row?.floor ?? '')
  const [missing, setMissing] = useState(false)
  const save = useMutation({ mutationFn: (active: boolean) => client.custody.saveLocation({ ...(row ? { id: row.id } : {}), code, name, kind, building, floor, active }), onSuccess: onSaved })
  const there = !row && taken.some((one) => one.toLowerCase() === code.trim().toLowerCase())
  const send = (): void => {
    setMissing(code.trim() === '')
    if (code.trim() !== '' && !there && !save.isPending) save.mutate(true)
  }
  return (
    <Dialog name="location" title={row ? t('custody.locationDialogs.changeCode', { code: row.code }) : t('custody.locationDialogs.newLocation')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button>{row && <Button kind="stop" onClick={() => { save.mutate(false) }}>{t('custody.locationDialogs.takeItOutOfUse')}</Button>}<Button kind="primary" keys="Enter" onClick={send}>{t('common.save')}</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} style={{ display: 'grid', gap: 12 }}>
        <TextField label={t('custody.locationDialogs.code')} about="location" hint={t('custody.locationDialogs.asItStandsOnItB14')} data-autofocus value={code} maxLength={24} error={missing && code.trim() === '' ? t('custody.locationDialogs.typeTheCode') : there ? t('custody.locationDialogs.thereIsALocationOfThis') : undefined} onChange={(event) => { setCode(event.currentTarget.value) }} />
        <SelectField label={t('common.whatItIs')} value={kind} data={words(LOCATION_KINDS)} onChange={(next) => { if (next) setKind(next as LocationRow['kind']) }} />
        <TextField label={t('common.name')} hint={t('custody.locationDialogs.forTheLabel')} value={name} maxLength={200} onChange={(event) => { setName(event.currentTarget.value) }} />
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 120px', gap: 12 }}>
          <TextField label={t('common.building')} value={building} maxLength={200} onChange={(event) => { setBuilding(event.currentTarget.value) }} />
          <TextField label={t('common.floor')} value={floor} maxLength={60} onChange={(event) => { setFloor(event.currentTarget.value) }} />
        </div>
        <button type="submit" hidden />
      </form>
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </Dialog>
  )
}

/** A pouch, tote or tray; its number is given by the station. */
export function ContainerDialog({ row, onClose, onSaved }: { row: ContainerRow | null; onClose: () => void; onSaved: (row: ContainerRow) => void }): ReactNode {
  const [name, setName] = useHeld(`container.name.${row?.id ?? ''}`, row?.name ?? '')
  const [kind, setKind] = useHeld<ContainerRow['kind']>(`container.kind.${row?.id ?? ''}`, row?.kind ?? 'tote')
  const save = useMutation({ mutationFn: (active: boolean) => client.custody.saveContainer({ ...(row ? { id: row.id } : {}), name, kind, active }), onSuccess: onSaved })
  const send = (): void => { if (!save.isPending) save.mutate(true) }
  return (
    <Dialog name="container" title={row ? t('custody.locationDialogs.changeName', { name: row.name || row.number }) : t('custody.locationDialogs.newContainer')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button>{row && <Button kind="stop" onClick={() => { save.mutate(false) }}>{t('custody.locationDialogs.takeItOutOfUse')}</Button>}<Button kind="primary" keys="Enter" onClick={send}>{t('common.save')}</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} style={{ display: 'grid', gap: 12 }}>
        <TextField label={t('common.name')} hint={t('custody.locationDialogs.suchAsLegalPouch')} data-autofocus value={name} maxLength={200} onChange={(event) => { setName(event.currentTarget.value) }} />
        <SelectField label={t('common.whatItIs')} value={kind} data={words(CONTAINER_KINDS)} onChange={(next) => { if (next) setKind(next as ContainerRow['kind']) }} />
        <button type="submit" hidden />
      </form>
      {save.error && <ProblemMessage problem={problemOf(save.error)} />}
    </Dialog>
  )
}
