import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { IMPORT_PART, LARGEST_IMPORT, type ImportOpened } from '../../../shared/contract/directory.ts'
import { useGiven, useReading } from '../../app/incoming.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { base64 } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, when } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import css from './directory.module.css'

const STATES = { open: t('directory.importChoose.lookedAtNotApplied'), ready: t('directory.importChoose.lookedAtNotApplied'), applying: t('directory.importChoose.beingApplied'), undoing: t('directory.importChoose.beingTakenBack'), done: t('directory.importChoose.applied'), cancelled: t('directory.importChoose.takenBack') } as const

/** Sends a file to the station, in parts when it is large, and answers what its columns are. */
async function send(file: File): Promise<ImportOpened> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const name = file.name.slice(0, 255)
  if (bytes.length <= IMPORT_PART) return client.directory.importOpen({ name, content: base64(bytes) })
  let upload: string | null = null
  for (let at = 0; at < bytes.length; at += IMPORT_PART) {
    const answer: { upload: string } = await client.directory.importUpload({ upload, part: base64(bytes.subarray(at, at + IMPORT_PART)) })
    upload = answer.upload
  }
  return client.directory.importOpen({ name, ...(upload === null ? {} : { upload }) })
}

/** The first step: choose or drop a file; under it, what was imported before. */
export function ChooseFile({ onOpen }: { onOpen: (file: ImportOpened) => void }): ReactNode {
  const zone = useZone()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [tooLarge, setTooLarge] = useState('')
  const before = useQuery(station.directory.imports.queryOptions())
  const reading = useReading('people')
  const open = useMutation({ mutationFn: send, networkMode: 'always', onMutate: (file) => { reading([file]) }, onSettled: () => { reading([]) }, onSuccess: onOpen })
  const badRows = useMutation(station.directory.importBadRows.mutationOptions())
  const take = (file: File | undefined): void => {
    if (!file || open.isPending) return
    setTooLarge(file.size > LARGEST_IMPORT ? file.name : '')
    if (file.size <= LARGEST_IMPORT) open.mutate(file)
  }
  const choose = (): void => { input.current?.click() }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  useGiven('directory', ([file]) => { take(file) })
  useKeys([{ key: 'Ctrl O', label: t('directory.importChoose.chooseAFile'), run: choose }])
  return (
    <section className={css.import} aria-label={t('common.import')}>
      <div className={css.importBody}>
        <div className={css.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => { setOver(false) }} onDrop={onDrop}>
          <Icon name="file" size="l" />
          <h2>{t('directory.importChoose.importPeopleFromAList')}</h2>
          <p>{t('directory.importChoose.aCsvFileWithTheNames')}</p>
          <Button kind="primary" keys="Ctrl O" icon="file" disabled={open.isPending} autoFocus onClick={choose}>{open.isPending ? t('directory.importChoose.readingTheFile') : t('directory.importChoose.chooseAFile')}</Button>
          <p className={css.second}>{t('directory.importChoose.orDropItHere')}</p>
          <input ref={input} type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-label={t('directory.importChoose.listOfPeople')} tabIndex={-1} onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
        </div>
        {tooLarge !== '' && <Message tone="stop" title={t('directory.importChoose.toolargeIsLargerThanValueMb', { tooLarge, value: LARGEST_IMPORT >> 20 })}>{t('directory.importChoose.splitItThenImportTheParts')}</Message>}
        {open.error && <ProblemMessage title={t('directory.importChoose.theFileWasNotRead')} problem={problemOf(open.error)} />}
        {badRows.error && <ProblemMessage problem={problemOf(badRows.error)} />}
        {before.data && before.data.length > 0 && (
          <section aria-label={t('directory.importChoose.importsBefore')}><h3>{t('directory.importChoose.importsBefore')}</h3>
            <ul className={css.history}>{before.data.map((one) => (
              <li key={one.id}><b>{one.name}</b><span>{STATES[one.state]}, {when(one.at, zone)}, {one.by}</span><span>{t('directory.importChoose.addedNewChangedChangedBadNot', { added: one.added, changed: one.changed, bad: one.bad })}</span>
                {one.bad > 0 && one.state === 'done' ? <Button small icon="download" aria-label={t('directory.importChoose.downloadTheRowsOfNameThat', { name: one.name })} onClick={() => { badRows.mutate({ id: one.id }, { onSuccess: ({ csv }) => { download(t('directory.importChoose.rowsNotTakenName', { name: one.name }), [csv]) } }) }}>{t('directory.importChoose.badNotTaken', { bad: count(one.bad, t('common.row')) })}</Button> : <i />}</li>
            ))}</ul>
          </section>
        )}
      </div>
    </section>
  )
}
