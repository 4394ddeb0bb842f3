import { implement } from '@orpc/server'
import { custody as contract } from '../../shared/contract/custody.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import { assignBadge } from './badges.ts'
import * as containers from './containers.ts'
import * as custody from './custody.ts'
import * as documents from './documents.ts'
import * as exceptions from './exceptions.ts'
import * as handover from './handover.ts'
import { leaveAtStop } from './leaving.ts'
import * as locations from './locations.ts'
import { resolve } from './resolve.ts'
import * as runs from './runs.ts'
import * as stock from './stock.ts'
import * as waiting from './waiting.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  resolve: os.resolve.handler(({ context, input }) => resolve(context, input.text)),
  locations: os.locations.handler(({ context, input }) => locations.locations(context, input)),
  saveLocation: os.saveLocation.handler(({ context, input }) => locations.saveLocation(context, input)),
  printLocations: os.printLocations.handler(({ context, input }) => documents.printLocations(context, input)),
  move: os.move.handler(({ context, input }) => locations.move(context, input)),
  containers: os.containers.handler(({ context, input }) => containers.containers(context, input)),
  saveContainer: os.saveContainer.handler(({ context, input }) => containers.saveContainer(context, input)),
  printContainers: os.printContainers.handler(({ context, input }) => documents.printContainers(context, input)),
  contents: os.contents.handler(({ context, input }) => containers.contents(context, input)),
  pack: os.pack.handler(({ context, input }) => containers.pack(context, input)),
  unpack: os.unpack.handler(({ context, input }) => containers.unpack(context, input)),
  moveContainer: os.moveContainer.handler(({ context, input }) => containers.moveContainer(context, input)),
  startStockTake: os.startStockTake.handler(({ context, input }) => stock.startStockTake(context, input)),
  countPiece: os.countPiece.handler(({ context, input }) => stock.countPiece(context, input)),
  stockTake: os.stockTake.handler(({ context, input }) => stock.stockTake(context, input)),
  stockTakes: os.stockTakes.handler(({ context, input }) => stock.stockTakes(context, input)),
  settleStock: os.settleStock.handler(({ context, input }) => stock.settleStock(context, input)),
  closeStockTake: os.closeStockTake.handler(({ context, input }) => stock.closeStockTake(context, input)),
  assignBadge: os.assignBadge.handler(({ context, input }) => assignBadge(context, input)),
  printBadge: os.printBadge.handler(({ context, input }) => documents.printBadge(context, input)),
  waitingFor: os.waitingFor.handler(({ context, input }) => waiting.waitingFor(context, input)),
  checkPiece: os.checkPiece.handler(({ context, input }) => waiting.checkPiece(context, input)),
  handOver: os.handOver.handler(({ context, input }) => handover.handOver(context, input)),
  leaveAtStop: os.leaveAtStop.handler(({ context, input }) => leaveAtStop(context, input)),
  handover: os.handover.handler(({ context, input }) => handover.handover(context, input)),
  handovers: os.handovers.handler(({ context, input }) => handover.handovers(context, input)),
  receiptPdf: os.receiptPdf.handler(({ context, input }) => documents.receiptPdf(context, input)),
  emailReceipt: os.emailReceipt.handler(({ context, input }) => handover.emailReceipt(context, input)),
  printReceipt: os.printReceipt.handler(({ context, input }) => documents.printReceipt(context, input)),
  correctHandover: os.correctHandover.handler(({ context, input }) => handover.correctHandover(context, input)),
  bringBack: os.bringBack.handler(({ context, input }) => custody.bringBack(context, input)),
  hold: os.hold.handler(({ context, input }) => custody.hold(context, input)),
  release: os.release.handler(({ context, input }) => custody.release(context, input)),
  runCandidates: os.runCandidates.handler(({ context }) => runs.runCandidates(context)),
  makeRun: os.makeRun.handler(({ context, input }) => runs.makeRun(context, input)),
  runs: os.runs.handler(({ context, input }) => runs.runs(context, input)),
  run: os.run.handler(({ context, input }) => runs.run(context, input)),
  scanOut: os.scanOut.handler(({ context, input }) => runs.scanOut(context, input)),
  deliver: os.deliver.handler(({ context, input }) => runs.deliver(context, input)),
  leave: os.leave.handler(({ context, input }) => runs.leave(context, input)),
  runBack: os.runBack.handler(({ context, input }) => runs.runBack(context, input)),
  closeRun: os.closeRun.handler(({ context, input }) => runs.closeRun(context, input)),
  runSheet: os.runSheet.handler(({ context, input }) => documents.runSheetPdf(context, input)),
  printRunSheet: os.printRunSheet.handler(({ context, input }) => documents.printRunSheet(context, input)),
  openException: os.openException.handler(({ context, input }) => exceptions.openException(context, input)),
  exceptions: os.exceptions.handler(({ context, input }) => exceptions.exceptions(context, input)),
  solveException: os.solveException.handler(({ context, input }) => exceptions.solveException(context, input)),
  waiting: os.waiting.handler(({ context, input }) => waiting.waiting(context, input)),
  waitingGroups: os.waitingGroups.handler(({ context, input }) => waiting.waitingGroups(context, input)),
})
