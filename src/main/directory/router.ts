import { implement } from '@orpc/server'
import { directory as contract } from '../../shared/contract/directory.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as directory from './directory.ts'
import * as applying from './import-apply.ts'
import * as imports from './import.ts'
import * as places from './places.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  search: os.search.handler(({ context, input }) => directory.search(context, input)),
  get: os.get.handler(({ context, input }) => directory.get(context, input.id)),
  list: os.list.handler(({ context, input }) => directory.list(context, input)),
  addPerson: os.addPerson.handler(({ context, input }) => directory.addPerson(context, input)),
  changePerson: os.changePerson.handler(({ context, input }) => directory.changePerson(context, input)),
  deactivate: os.deactivate.handler(({ context, input }) => directory.deactivate(context, input)),
  reactivate: os.reactivate.handler(({ context, input }) => directory.reactivate(context, input.id)),
  setAbsence: os.setAbsence.handler(({ context, input }) => directory.setAbsence(context, input)),
  removeAbsence: os.removeAbsence.handler(({ context, input }) => directory.removeAbsence(context, input)),
  setDelegate: os.setDelegate.handler(({ context, input }) => directory.setDelegate(context, input)),
  removeDelegate: os.removeDelegate.handler(({ context, input }) => directory.removeDelegate(context, input)),
  departments: os.departments.handler(({ context }) => places.departments(context)),
  saveDepartment: os.saveDepartment.handler(({ context, input }) => places.saveDepartment(context, input)),
  mailStops: os.mailStops.handler(({ context }) => places.mailStops(context)),
  saveMailStop: os.saveMailStop.handler(({ context, input }) => places.saveMailStop(context, input)),
  importUpload: os.importUpload.handler(({ context, input }) => imports.upload(context, input)),
  importOpen: os.importOpen.handler(({ context, input }) => imports.open(context, input)),
  importPreview: os.importPreview.handler(({ context, input, signal, path }) => answering(context, path, imports.preview(context, input, signal))),
  importApply: os.importApply.handler(({ context, input, signal, path }) => answering(context, path, applying.apply(context, input, signal))),
  importCancel: os.importCancel.handler(({ context, input }) => applying.cancel(context, input.id)),
  imports: os.imports.handler(({ context }) => imports.latest(context)),
  importBadRows: os.importBadRows.handler(({ context, input }) => imports.badRowsOf(context, input.id)),
})
