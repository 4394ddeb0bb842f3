import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { CommandId } from '../../../shared/desktop/commands.ts'
import { leftOver, hand, touched } from '../../screens/intake/draft.ts'
import { chooseSection } from '../../screens/office/sections.ts'
import { scans } from '../../scan/scans.ts'
import type { Area } from '../areas.ts'
import { desktop, onDesktop, tellDesktop } from '../desktop.ts'
import { jobs } from '../jobs.ts'
import { activeLayers, keyLayers } from '../keys.ts'
import { session, useSession } from '../session.ts'
import { connection, queries } from '../station.ts'
import { useStore } from '../store.ts'

/** Something is in hand that a restart would interrupt. */
function working(): boolean {
  const draft = hand.get()
  return (draft !== null && touched(draft)) || leftOver.get().length > 0 || scans.state.get().scans.length > 0 || jobs.get().some((job) => job.state === 'running')
}

/** Milliseconds: keys change several times while a screen is built. */
const SETTLED = 120

/** Tells the desktop's menu what there is to choose, and does what was chosen there. */
export function useDesktopMenu(areas: readonly Area[], commands: Readonly<Record<CommandId, () => void>>): void {
  const here = useStore(desktop) !== null
  const signedIn = useSession() !== null
  const navigate = useNavigate()
  const latest = useRef({ areas, commands, navigate })
  useEffect(() => { latest.current = { areas, commands, navigate } })
  useEffect(() => {
    if (!here) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = ''
    const tell = (): void => {
      const layers = signedIn ? activeLayers(keyLayers.get()).filter((layer) => layer.kind !== 'frame') : []
      const specs = layers.toReversed().flatMap((layer) => layer.specs)
      const keys = specs.filter((spec, i) => spec.system !== true && specs.findIndex((other) => other.key === spec.key) === i).slice(0, 80).map(({ key, label }) => ({ key, label: label.slice(0, 120) }))
      const state = { kind: 'state' as const, signedIn, places: signedIn ? latest.current.areas.map((area) => area.id) : [], keys, working: working() }
      const said = JSON.stringify(state)
      if (said !== last) tellDesktop(state)
      last = said
    }
    const soon = (): void => {
      clearTimeout(timer)
      timer = setTimeout(tell, SETTLED)
    }
    tell()
    const stops = [keyLayers, hand, leftOver, scans.state, jobs].map((store) => store.subscribe(soon))
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [here, signedIn])
  useEffect(() => onDesktop((message) => {
    if (message.kind === 'resumed') {
      connection.retry()
      void queries.invalidateQueries()
      return
    }
    // A menu is no way round the lock.
    if (session.get() === null) return
    if (message.kind === 'command') latest.current.commands[message.id]()
    if (message.kind === 'go') {
      const area = latest.current.areas.find((one) => one.id === message.to)
      const { id, section } = message
      if (!area) return
      if (section) chooseSection(section)
      if (id !== undefined && (area.route === '/letters' || area.route === '/pieces')) void latest.current.navigate({ to: `${area.route}/$id`, params: { id } })
      else void latest.current.navigate({ to: area.route })
    }
    if (message.kind === 'key') activeLayers(keyLayers.get()).toReversed().flatMap((layer) => layer.specs).find((spec) => spec.key === message.key)?.run()
  }), [])
}
