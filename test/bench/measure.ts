/** One line of the bench: a figure beside the goal it has and the raw floor of the same run. */
export interface Row { name: string; value: number; unit: string; goal: number | null; met: boolean | null; floor: number | null; ratio: number | null }

const rounded = (value: number): number => Number(value.toPrecision(4))

/** The value below which `share` (0 to 1) of the times lie. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export function createReport() {
  const rows: Row[] = []
  const add = (name: string, value: number, unit: string, options: { goal?: number; atLeast?: boolean; floor?: number; most?: number } = {}): void => {
    const ratio = options.floor === undefined ? null : value / options.floor
    const withinGoal = options.goal === undefined ? null : options.atLeast ? value >= options.goal : value <= options.goal
    const withinFloor = options.most === undefined || ratio === null ? null : ratio <= options.most
    const met = withinGoal === null && withinFloor === null ? null : withinGoal !== false && withinFloor !== false
    const row: Row = { name, value: rounded(value), unit, goal: options.goal ?? null, met, floor: options.floor === undefined ? null : rounded(options.floor), ratio: ratio === null ? null : rounded(ratio) }
    rows.push(row)
    console.log(JSON.stringify(row))
  }
  /** The last line: how many goals were met, and which were not. */
  const end = (): boolean => {
    const short = rows.filter((row) => row.met === false)
    console.log(JSON.stringify({ met: rows.filter((row) => row.met === true).length, short: short.length, names: short.map((row) => row.name) }))
    return short.length === 0
  }
  return { add, end }
}
