import { useEffect, useRef, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { createOpenStore } from '../../app/kept.ts'
import { MEANING_GROUPS, MEANINGS } from '../../help/states.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Mark, toneOf, type MarkName } from '../../ui/drawings.tsx'
import css from './help.module.css'

/** What is asked about: one mark, all of them, or nothing. */
export const askedMeaning = createOpenStore<MarkName | 'all' | null>('meaning', null)

const isMark = (name: string | undefined): name is MarkName => name !== undefined && name in MEANINGS

/** The state a person means: that of the line which is chosen, otherwise the first on the screen. */
export function meantMark(): MarkName | 'all' {
  const drawings = ['[role=option][aria-selected=true] [data-mark]', '[role=option][aria-selected=true][data-mark]', 'article [data-mark]', 'main [data-mark]'].map((where) => document.querySelector<SVGElement>(where))
  const name = drawings.find((drawing) => drawing !== null)?.dataset['mark']
  return isMark(name) ? name : 'all'
}

/** The mark that a click fell on; not one in a line or button, which the click chooses. */
export function clickedMark(target: EventTarget | null): MarkName | null {
  const drawing = target instanceof Element ? target.closest<SVGElement>('[data-mark]') : null
  const name = drawing?.dataset['mark']
  return drawing !== null && isMark(name) && drawing.closest('button, a, label, [role=option], [role=dialog]') === null ? name : null
}

/** Every mark with its drawing, its word and one sentence. */
export function Meanings({ about = 'all' }: { about?: MarkName | 'all' }): ReactNode {
  const here = useRef<HTMLLIElement>(null)
  useEffect(() => { here.current?.scrollIntoView({ block: 'center' }) }, [])
  return (
    <div className={css.meanings}>
      <p>{t('help.meanings.aSquareIsWithUsA')}</p>
      {MEANING_GROUPS.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <ul>
            {group.names.map((name) => (
              <li key={name} ref={name === about ? here : undefined} aria-current={name === about || undefined}>
                <Mark name={name} size="l" /><b data-tone={toneOf(name)}>{MEANINGS[name].word}</b><span>{MEANINGS[name].text}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** What a state means, over the screen that shows it. */
export function MeaningDialog({ about, onClose }: { about: MarkName | 'all'; onClose: () => void }): ReactNode {
  const title = about === 'all' ? t('help.meanings.whatDoTheMarksMean') : t('help.meanings.whatDoesWordMean', { word: MEANINGS[about].word })
  return (
    <Dialog name="marks" wide title={title} onClose={onClose} acts={<Button keys="Esc" data-autofocus onClick={onClose}>{t('common.close')}</Button>}>
      {about !== 'all' && <p className={css.answer}><Mark name={about} size="xl" /><span>{MEANINGS[about].text}</span></p>}
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t('help.meanings.allMarks')}><Meanings about={about} /></div>
    </Dialog>
  )
}
