import type { Resolved } from '../../../shared/contract/custody.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'

/**
 * While this is shown, every scan is looked up and given to `take`, one after the other and in the order they came. What `take`
 * answers is the sound: `right`, `look` or `wrong`.
 *
 * @param take null lets scans go to Intake
 */
export function useResolvedScans(take: ((what: Resolved, text: string) => Promise<'right' | 'look' | 'wrong'>) | null, onProblem: (problem: Problem) => void): void {
  useScanTaker(take ? async (text) => {
    try {
      play(await take(await client.custody.resolve({ text }), text))
    } catch (error) {
      onProblem(problemOf(error))
      play('wrong')
    }
  } : null)
}
