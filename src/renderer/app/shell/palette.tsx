import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { FoundPerson } from '../../../shared/contract/directory.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import { COMMANDS, SETTINGS_SECTIONS, type CommandId } from '../../../shared/desktop/commands.ts'
import type { PieceFilter, PieceRow } from '../../../shared/contract/pieces.ts'
import { directoryText, shownPerson } from '../../screens/directory/words.ts'
import { HELP_PAGE, type HelpPage } from '../../screens/help/pages.ts'
import { marked, whyOf } from '../../screens/intake/candidates.ts'
import { takeInHand } from '../../screens/intake/draft.ts'
import { whatItIs } from '../../screens/intake/what-it-is.ts'
import { SECTIONS, useGoToSection } from '../../screens/office/sections.ts'
import { piecesFilter } from '../../screens/pieces/filter.ts'
import { Icon, Mark, type IconName } from '../../ui/drawings.tsx'
import { FoundNum, foundIn, splitNumber } from '../../ui/num.tsx'
import { Key, KeyNow, Loading } from '../../ui/parts.tsx'
import { count, placeWords, stateWords, when } from '../../ui/words.ts'
import type { Area } from '../areas.ts'
import { giveBack } from '../focus.ts'
import { keep } from '../kept.ts'
import { capOf, useKeys } from '../keys.ts'
import { problemOf } from '../problem.ts'
import { useSession } from '../session.ts'
import { station, useZone } from '../station.ts'
import css from './palette.module.css'

interface Command { icon: IconName; label: string; detail: string; key?: string; run: () => void }
/** A location, a department or a mail stop, and what Enter shows of it. */
interface Place { icon: IconName; label: string; detail: string; right: string; run: () => void }
type Item = { id: string; kind: 'piece'; piece: PieceRow } | { id: string; kind: 'person'; person: FoundPerson } | { id: string; kind: 'place'; place: Place } | { id: string; kind: 'command'; command: Command }

/** The pages of Help, in the words by which they are looked for. */
const HELP: readonly { page: HelpPage; label: string; detail: string }[] = [
  { page: 'card', label: t('frame.palette.operatorCard'), detail: t('frame.palette.helpTheEverydayTasksOnOne') },
  { page: 'fields', label: t('frame.palette.whatTheFieldsAskFor'), detail: t('frame.palette.helpArticleNumberGreenCardPostage') },
  { page: 'steps', label: t('common.firstSteps'), detail: t('frame.palette.helpWhatToDoFirstIn') },
  { page: 'guide', label: t('frame.palette.guideForAdministrators'), detail: t('frame.palette.helpScannersPrintersUspsEmailBackup') },
]

/** More than this many pieces is a list, not an answer: type another digit. Fewer stand there when people or places are found too. */
const PIECES = 50
const BESIDE_OTHERS = 6
/** So few pieces leave room for what can be done with the first of them. */
const WITH_COMMANDS = 6
const PEOPLE = 5
const PLACES = 6

export interface PaletteProps { areas: readonly Area[]; commands: Readonly<Record<CommandId, () => void>>; onClose: () => void }

const COMMAND_ICONS: Readonly<Record<CommandId, IconName>> = { find: 'search', outage: 'printer', jobs: 'clock', camera: 'camera', lock: 'lock', light: 'eye', dark: 'eye', system: 'eye', addressees: 'directory', meanings: 'info', keys: 'keyboard' }

/** Finds any piece by any part of its number, people, places and every command, from anywhere. */
export function Palette({ areas, commands: runs, onClose }: PaletteProps): ReactNode {
  const navigate = useNavigate()
  const goToSection = useGoToSection()
  const zone = useZone()
  const role = useSession()?.user.role ?? null
  const base = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  // Enter was pressed before there was an answer to what was typed: the first one is meant, not what an earlier text found.
  const [awaited, setAwaited] = useState(false)
  const text = useDeferredValue(typed.trim())
  // A newer question cancels the older one, so a late answer never replaces a newer.
  const found = useQuery(station.pieces.find.queryOptions({ input: { text }, enabled: text.length > 0, placeholderData: keepPreviousData, staleTime: 0, gcTime: 10_000 }))
  const people = useQuery(station.directory.search.queryOptions({ input: { text, limit: PEOPLE }, enabled: text.length > 1, placeholderData: keepPreviousData, staleTime: 0, gcTime: 10_000 }))
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      giveBack(before)
    }
  }, [])

  const act = (run: () => void): void => {
    onClose()
    run()
  }
  const places = usePlaces(text, act)
  const wanted = typed.trim().toLowerCase()
  const commands: Command[] = [
    ...areas.map((area) => ({ icon: area.icon, label: t('frame.palette.goToTitle', { title: area.title }), detail: '', key: `Alt ${area.key}`, run: () => { void navigate({ to: area.route }) } })),
    // Finding is what it does already.
    ...COMMANDS.flatMap(({ id, key, label, detail }) => (id === 'find' ? [] : [{ icon: COMMAND_ICONS[id], label: id === 'keys' ? t('frame.palette.showAllKeys') : label, detail, ...(key === '' ? {} : { key }), run: runs[id] }])),
    // So many that they only stand there when they are looked for.
    ...(wanted === '' ? [] : SETTINGS_SECTIONS).filter((section) => mayCall(role, SECTIONS[section].needs)).map((section) => ({ icon: SECTIONS[section].icon, label: t('common.settingsTitle', { title: SECTIONS[section].title }), detail: '', run: () => { goToSection(section) } })),
    ...HELP.map(({ page, label, detail }) => ({ icon: 'info' as const, label, detail, run: () => { keep(HELP_PAGE, page); void navigate({ to: '/help' }) } })),
  ]
  const outdated = typed.trim() !== text || [found, people].some((one) => one.fetchStatus === 'fetching' && (one.isPending || one.isPlaceholderData))
  const persons = text.length > 1 ? (people.data?.rows ?? []) : []
  const pieces = text ? (found.data?.rows ?? []).slice(0, persons.length + places.length > 0 ? BESIDE_OTHERS : PIECES) : []
  const fitting = commands.filter((command) => wanted === '' || `${command.label} ${command.detail}`.toLowerCase().includes(wanted))
  const ofPieces = { title: t('common.pieces'), items: pieces.map((piece): Item => ({ id: piece.id, kind: 'piece', piece })) }
  const ofPeople = { title: t('common.people'), items: persons.map((person): Item => ({ id: person.id, kind: 'person', person })) }
  const ofPlaces = { title: t('frame.palette.places'), items: places.map((place): Item => ({ id: `${place.icon} ${place.label}`, kind: 'place', place })) }
  const ofCommands = { title: t('frame.palette.commands'), items: fitting.map((command): Item => ({ id: command.label, kind: 'command', command })) }
  // Digits are a piece's; letters alone more often mean somebody, unless a slip had to be forgiven to find them.
  const named = !/\d/.test(text) && persons.some((person) => person.matched.length > 0)
  const groups = named ? [ofPeople, ofPieces, ofPlaces, ofCommands] : persons.some((person) => person.matched.length > 0) ? [ofPieces, ofPeople, ofPlaces, ofCommands] : [ofPieces, ofPlaces, ofCommands, ofPeople]
  const [first] = pieces
  // What is most often done with a piece that was looked for, right below it.
  const forFirst: Command[] = !first || named || pieces.length > WITH_COMMANDS ? [] : [
    { icon: 'copy', label: t('frame.palette.copyTheNumber'), detail: first.grouped, run: () => { void navigator.clipboard.writeText(first.number) } },
    ...(first.direction === 'inbound' && first.assignment === 'none' && !first.voided ? [{ icon: 'assign' as const, label: t('frame.palette.sayWhoItIsFor'), detail: t('frame.palette.takesItInHandOnIntake'), run: () => { takeInHand(first); void navigate({ to: '/intake' }) } }] : []),
    ...(first.recipient?.person ? [{ icon: 'pieces' as const, label: t('frame.palette.allPiecesForName', { name: first.recipient.name }), detail: t('frame.palette.theListOfPiecesNarrowed'), run: () => { piecesFilter.set({ recipient: first.recipient?.person ?? '' }); void navigate({ to: '/pieces' }) } }] : []),
  ]
  if (first && forFirst.length > 0) groups.splice(groups.indexOf(ofPieces) + 1, 0, { title: t('frame.palette.commandsForTail', { tail: splitNumber(first.grouped).tail }), items: forFirst.map((command): Item => ({ id: `first ${command.label}`, kind: 'command', command })) })
  const items = groups.flatMap((group) => group.items)
  const index = Math.min(chosen, Math.max(0, items.length - 1))
  useEffect(() => { document.getElementById(`${base}-${index}`)?.scrollIntoView({ block: 'nearest' }) }, [base, index])

  const open = (item: Item | undefined): void => {
    if (!item) return
    if (item.kind === 'command') act(item.command.run)
    else if (item.kind === 'place') item.place.run()
    else if (item.kind === 'person') act(() => {
      shownPerson.set(item.person.id)
      void navigate({ to: '/directory' })
    })
    else act(() => { void navigate({ to: item.piece.direction === 'outbound' ? '/letters/$id' : '/pieces/$id', params: { id: item.piece.id } }) })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = items.length - 1
    const to: Record<string, number> = { ArrowDown: index >= last ? 0 : index + 1, ArrowUp: index <= 0 ? last : index - 1, PageDown: Math.min(last, index + 8), PageUp: Math.max(0, index - 8) }
    const next = to[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setChosen(next)
    }
  }
  // Before the answer, Enter waits for it: what stands there yet was found by other letters.
  const early = outdated && chosen === 0
  useKeys([
    { key: 'Enter', label: t('frame.palette.open'), inFields: true, run: () => { if (early) setAwaited(true); else open(items[index]) } },
    { key: 'Esc', label: t('common.close'), run: onClose },
  ], 'dialog')
  const openAwaited = useEffectEvent(() => { open(items[index]) })
  useEffect(() => { if (awaited && !outdated) openAwaited() }, [awaited, outdated])
  const option = (item: Item, i: number): ReactNode => (
    <div key={item.id} id={`${base}-${i}`} role="option" aria-selected={i === index} tabIndex={-1} className={css.item} onMouseMove={() => { setChosen(i) }} onClick={() => { open(item) }} onKeyDown={onKeyDown}>
      {item.kind === 'piece' ? <PieceItem piece={item.piece} sought={text} zone={zone} /> : item.kind === 'person' ? <PersonItem person={item.person} /> : item.kind === 'place' ? <PlaceItem place={item.place} /> : <CommandItem command={item.command} />}
      <span className={css.enter}>{i === index && <KeyNow of="Enter" still={early} />}</span>
    </div>
  )
  const none = text !== '' && items.length === 0
  const asking = found.fetchStatus !== 'idle' || people.fetchStatus !== 'idle'
  return (
    <dialog ref={dialog} className={css.palette} aria-label={t('common.find')} onCancel={(event) => { event.preventDefault(); onClose() }} onMouseDown={(event) => { if (event.target === dialog.current) onClose() }}>
      <div className={css.box}>
        <div className={css.ask}>
          <Icon name="search" size="l" />
          <input role="combobox" aria-label={t('frame.palette.findPieceOrCommand')} aria-expanded="true" aria-controls={`${base}-list`} aria-activedescendant={items.length > 0 ? `${base}-${index}` : undefined} autoFocus spellCheck={false} autoComplete="off"
            placeholder={t('frame.palette.lastDigitsANumberAName')} value={typed} onChange={(event) => { setTyped(event.target.value); setChosen(0); setAwaited(false) }} onKeyDown={onKeyDown} />
          {text !== '' && found.data && <span className={css.ms}>{Math.max(1, Math.round(found.data.ms))} {t('frame.palette.ms')}</span>}
          <Key of="Esc" />
        </div>
        <div className={css.list} id={`${base}-list`} role="listbox" aria-label={t('frame.palette.found')} tabIndex={-1}>
          {groups.map((group) => group.items.length > 0 && <div key={group.title} role="group" aria-label={group.title}><h3 aria-hidden="true">{group.title}</h3>{group.items.map((item) => option(item, items.indexOf(item)))}</div>)}
        </div>
        {none && asking && <Loading rows={3} label={t('frame.palette.searching')} />}
        {found.isError && text !== '' && <p className={css.none} role="alert">{problemOf(found.error).message}</p>}
        {none && !asking && !found.isError && <p className={css.none}>{t('frame.palette.nothingHas')} {`"${text}"`} {t('frame.palette.inItTryFewerLettersOr')}</p>}
        <div className={css.foot}>
          <span><Key of="Up" /><Key of="Down" /> {t('frame.palette.choose')}</span><span><Key of="Enter" /> {t('frame.palette.open')}</span>
          <span role="status">{pieces.length === PIECES ? t('frame.palette.theNewest50TypeAnotherDigit') : pieces.length === BESIDE_OTHERS && (found.data?.rows.length ?? 0) > BESIDE_OTHERS ? t('frame.palette.theNewestBesideothersPiecesOfMore', { BESIDE_OTHERS }) : t('frame.palette.capofOpensThisAnywhere', { capOf: capOf('Ctrl K') })}</span>
        </div>
      </div>
    </dialog>
  )
}

/** Where the words stand that found a piece, when neither its number nor its recipient shows them. */
function foundElsewhere(piece: PieceRow, sought: string): string {
  const [from, to] = foundIn(piece.grouped, sought)
  const [word = ''] = sought.toLowerCase().split(/\s+/)
  const has = (text: string): boolean => text.toLowerCase().includes(word)
  const { name = '', department = '', mailStop = '' } = piece.recipient ?? {}
  if (from !== to || word === '' || has(name || department)) return ''
  const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}\u2026` : text)
  if (has(department)) return department
  if (has(mailStop)) return t('frame.palette.mailStopMailstop', { mailStop })
  if (has(piece.sender)) return t('frame.palette.fromSender', { sender: short(piece.sender) })
  if (has(piece.reference)) return t('frame.palette.referenceReference', { reference: short(piece.reference) })
  if (has(piece.note)) return t('frame.palette.noteNote', { note: short(piece.note) })
  if (has(piece.location)) return t('frame.palette.locationLocation', { location: piece.location })
  return /\d/.test(sought) ? t('frame.palette.onItsSecondBarcode') : ''
}

function PieceItem({ piece, sought, zone }: { piece: PieceRow; sought: string; zone: string }): ReactNode {
  const words = stateWords(piece.state, piece.voided !== null)
  return (
    <>
      <Mark name={words.mark} size="l" />
      <span className={css.words}><FoundNum grouped={piece.grouped} sought={sought} /><small>{[piece.recipient ? piece.recipient.name || piece.recipient.department : t('common.noRecipient'), whatItIs(piece), foundElsewhere(piece, sought)].filter(Boolean).join(', ')}</small></span>
      <span className={css.right}>{words.word}{piece.state === 'stored' && piece.location !== '' && t('frame.palette.inLocation', { location: piece.location })}, {when(piece.receivedAt, zone)}</span>
    </>
  )
}

function CommandItem({ command }: { command: Command }): ReactNode {
  return (
    <>
      <Icon name={command.icon} />
      <span className={css.words}><b>{command.label}</b>{command.detail && <small>{command.detail}</small>}</span>
      <span className={css.right}>{command.key && <Key of={command.key} />}</span>
    </>
  )
}

/** Locations, departments and mail stops that begin with what is typed. A location and a department show their pieces, a mail stop its people. */
function usePlaces(text: string, act: (run: () => void) => void): Place[] {
  const navigate = useNavigate()
  const enabled = text.length > 0
  const locations = useQuery(station.intake.locations.queryOptions({ input: { text: text.slice(0, 60) || '-', limit: PLACES }, enabled, placeholderData: keepPreviousData, staleTime: 0, gcTime: 10_000 })).data?.rows ?? []
  const departments = useQuery(station.directory.departments.queryOptions({ enabled })).data ?? []
  const stops = useQuery(station.directory.mailStops.queryOptions({ enabled })).data ?? []
  if (!enabled) return []
  const lower = text.toLowerCase()
  const begins = (...names: readonly string[]): boolean => names.some((name) => name.toLowerCase().startsWith(lower) || (lower.length > 2 && name.toLowerCase().includes(` ${lower}`)))
  const toPieces = (filter: PieceFilter) => (): void => {
    act(() => {
      piecesFilter.set(filter)
      void navigate({ to: '/pieces' })
    })
  }
  return [
    ...locations.map((row) => ({ icon: 'pin' as const, label: row.location, detail: t('common.location'), right: row.pieces >= 1000 ? t('frame.palette.1000PiecesOrMore') : count(row.pieces, t('common.piece')), run: toPieces({ location: row.location, state: ['stored', 'held'] }) })),
    ...departments.filter((row) => row.active && begins(row.name, row.code)).map((row) => ({ icon: 'building' as const, label: row.name, detail: t('common.department'), right: count(row.people, t('common.person'), t('common.people2')), run: toPieces({ department: row.name }) })),
    ...stops.filter((row) => row.active && begins(row.code, row.description)).map((row) => ({
      icon: 'mail' as const, label: row.code, detail: [t('common.mailStop'), placeWords(row.building, row.floor)].filter(Boolean).join(', '), right: count(row.people, t('common.person'), t('common.people2')),
      run: () => { act(() => { directoryText.set(row.code); void navigate({ to: '/directory' }) }) },
    })),
  ].slice(0, PLACES)
}

function PersonItem({ person }: { person: FoundPerson }): ReactNode {
  const ranges = person.matched.filter((range) => range.field === 'name')
  const { why, look } = whyOf(person)
  return (
    <>
      <Icon name="user" />
      <span className={css.words}><b className={css.person}>{marked(person.name, ranges).map((part, i) => (part.match ? <u key={i}>{part.text}</u> : <span key={i}>{part.text}</span>))}</b><small>{[...new Set([person.department, person.mailStop, person.distinguishing].filter(Boolean))].join(', ')}</small></span>
      <span className={css.right}>{look && <Icon name={look} size="s" />} {why}</span>
    </>
  )
}

function PlaceItem({ place }: { place: Place }): ReactNode {
  return (
    <>
      <Icon name={place.icon} />
      <span className={css.words}><b>{place.label}</b><small>{place.detail}</small></span>
      <span className={css.right}>{place.right}</span>
    </>
  )
}
