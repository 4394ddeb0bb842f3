// Counts for the last lines of npm test, with the reason for each skipped test.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export default class Count {
  onBegin(_, suite) {
    this.suite = suite
  }

  onEnd() {
    const counted = { passed: 0, failed: 0, skipped: [] }
    for (const test of this.suite.allTests()) {
      const outcome = test.outcome()
      if (outcome === 'expected' || outcome === 'flaky') counted.passed++
      else if (outcome === 'skipped') counted.skipped.push({ name: test.titlePath().filter(Boolean).join(' > '), reason: test.annotations.find((note) => note.type === 'skip')?.description ?? 'not run' })
      else counted.failed++
    }
    writeFileSync(join(process.env.PIGEONHOLE_RESULTS ?? '.', process.env.PIGEONHOLE_E2E === 'electron' ? 'electron.json' : 'playwright.json'), JSON.stringify(counted))
  }
}
