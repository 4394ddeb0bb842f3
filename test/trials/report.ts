/** One line of a trial: what was counted, in which unit, and whether it is what it has to be; null where it only describes. */
export interface Figure { trial: string; what: string; value: number; unit: string; met: boolean | null }

export interface Report {
  /** Prints a figure. */
  say(what: string, value: number, unit: string, met?: boolean): void
  /** Prints how many things went wrong, which has to be none, and shows the first of them. */
  none(what: string, wrong: readonly string[]): void
  /** Says that the trial cannot be made here, and why. */
  skip(reason: string): void
  /** Shows on standard error how far it is. */
  progress(text: string): void
  readonly figures: readonly Figure[]
}

/** How many wrong things are shown of each kind. */
const SHOWN = 5

/** The report of one trial, a JSON line for each figure. */
export function reporting(trial: string, print: (line: string) => void = console.log): Report {
  const figures: Figure[] = []
  const say = (what: string, value: number, unit: string, met: boolean | null): void => {
    const figure = { trial, what, value: Number(value.toPrecision(4)), unit, met }
    figures.push(figure)
    print(JSON.stringify(figure))
  }
  return {
    figures,
    say: (what, value, unit, met) => say(what, value, unit, met ?? null),
    none: (what, wrong) => {
      say(what, wrong.length, 'times', wrong.length === 0)
      if (wrong.length > 0) console.error(`\n${what}:\n${wrong.slice(0, SHOWN).join('\n')}`)
    },
    skip: (reason) => print(JSON.stringify({ trial, skipped: reason })),
    progress: (text) => void (process.stderr.isTTY && process.stderr.write(`\r${trial}: ${text}\u001B[K`)),
  }
}
