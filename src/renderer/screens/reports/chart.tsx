import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Report, ReportRow } from '../../../shared/contract/reports.ts'
import { figureWords } from '../../../shared/mail/figures.ts'
import { chartOf } from '../../../shared/printing/chart.ts'
import css from './reports.module.css'

/** How high the columns of a course of time stand, pixels: on a low screen less, so that the table keeps its room. */
const HEIGHT = { high: 190, low: 128 }

/** The chart of a report, drawn from the same places as on paper. A click on a bar opens what stands behind it; the table below does the same by key. */
export function Chart({ report, onOpen }: { report: Report; onOpen: (row: ReportRow) => void }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const low = useMediaQuery('(max-height: 740px)')
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const observer = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.floor(entry.contentRect.width)) })
    observer.observe(element)
    return () => { observer.disconnect() }
  }, [])
  const chart = width > 0 ? chartOf(report, { width, height: low ? HEIGHT.low : HEIGHT.high, line: 13, thin: 2 }) : null
  const unit = report.columns[0]?.unit ?? 'count'
  return (
    <div ref={frame} className={css.chart}>
      {chart && (
        <svg width={chart.width} height={chart.height} role="img" aria-label={`${report.title} ${report.answer}`}>
          {chart.bars.map((bar) => {
            const row = report.rows[bar.row]
            return row && (
              <rect key={row.key} className={row.open ? css.barOpen : css.bar} x={bar.x} y={bar.y} width={bar.w} height={bar.h} rx="1.5" onClick={() => { onOpen(row) }}>
                <title>{`${row.label}: ${figureWords(row.values[0] ?? null, unit)}${row.before ? t('reports.chart.beforeFigurewords', { figureWords: figureWords(row.before[0] ?? null, unit) }) : ''}`}</title>
              </rect>
            )
          })}
          {chart.before.map((bar) => <rect key={bar.row} className={css.before} x={bar.x} y={bar.y} width={bar.w} height={bar.h} />)}
          {chart.ground && <rect className={css.ground} x={chart.ground.x} y={chart.ground.y} width={chart.ground.w} height={1} />}
          {chart.texts.map((words) => (
            <text key={`${words.x} ${words.y}`} className={words.bold ? css.said : css.label} x={words.align === 'left' ? words.x : words.align === 'right' ? words.x + words.w : words.x + words.w / 2} y={words.y + 11} textAnchor={words.align === 'left' ? 'start' : words.align === 'right' ? 'end' : 'middle'}>{words.text}</text>
          ))}
        </svg>
      )}
    </div>
  )
}
