import type { Migration } from '../migrate.ts'
import { migration as logAndPieces } from './0001-log-and-pieces.ts'
import { migration as directory } from './0002-directory.ts'
import { migration as intake } from './0003-intake.ts'
import { migration as printing } from './0004-printing.ts'
import { migration as files } from './0005-files.ts'
import { migration as tasks } from './0006-tasks.ts'
import { migration as certified } from './0007-certified.ts'
import { migration as custody } from './0008-custody.ts'
import { migration as notify } from './0009-notify.ts'
import { migration as locationIndex } from './0010-location-index.ts'
import { migration as days } from './0011-days.ts'
import { migration as tracking } from './0012-tracking.ts'
import { migration as batches } from './0013-batches.ts'
import { migration as custodyLists } from './0014-custody-lists.ts'
import { migration as receipts } from './0015-receipts.ts'

/** Every migration in order. A released one is never edited: what has to change is a new one. */
export const MIGRATIONS: readonly Migration[] = [logAndPieces, directory, intake, printing, files, tasks, certified, custody, notify, locationIndex, days, tracking, batches, custodyLists, receipts]
