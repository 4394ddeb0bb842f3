// Counts for the last lines of npm test, with the reason for each skipped test.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export default class Count {
  onTestRunEnd(modules) {
    const counted = { passed: 0, failed: 0, skipped: [] }
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) counted.failed++
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') counted.passed++
        else if (state === 'failed') counted.failed++
        else counted.skipped.push({ name: test.fullName, reason: note ?? 'not run' })
      }
    }
    writeFileSync(join(process.env.PIGEONHOLE_RESULTS ?? '.', 'vitest.json'), JSON.stringify(counted))
  }
}
