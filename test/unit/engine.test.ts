import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const ENGINE = new URL('../../src/main/engine.ts', import.meta.url).href
/** The bit of V8's optimization status that says that compiled code runs. */
const OPTIMIZED = 0b1_0000

/** Whether compiled code runs for a function that was called 100 times, in a process of its own that compiles at once. */
function isCompiled(before: string): boolean {
  const program = `
    const { compileSooner, whileLoading } = await import('${ENGINE}')
    ${before}
    const add = (a, b) => { let sum = 0; for (const n of [a, b, a + b]) sum += n; return sum }
    for (let i = 0; i < 100; i++) add(i, 2)
    console.log(%GetOptimizationStatus(add) & ${OPTIMIZED})`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--allow-natives-syntax', '--no-concurrent-recompilation', '--input-type=module', '--eval', program], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return Number(stdout) === OPTIMIZED
}

test('what is called 100 times is compiled, which V8 by itself leaves for later', () => {
  expect([isCompiled(''), isCompiled('compileSooner()')]).toEqual([false, true])
})

test('while something is loaded V8 is as it is by itself, and once all of it is there as it was told', () => {
  expect(['compileSooner(); whileLoading()', 'whileLoading(); compileSooner()', 'const [one] = [whileLoading(), whileLoading()]; compileSooner(); one(); one()'].map(isCompiled)).toEqual([false, false, false])
  expect(['compileSooner(); whileLoading()()', 'const [one, other] = [whileLoading(), whileLoading()]; compileSooner(); one(); other()'].map(isCompiled)).toEqual([true, true])
  expect(isCompiled('whileLoading()()')).toBe(false)
})
