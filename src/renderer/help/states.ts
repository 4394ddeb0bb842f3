import { t } from '../catalogue/index.ts'
import type { MarkName } from '../ui/drawings.tsx'

/** What a mark says: its word, and one plain sentence. */
export interface Meaning { word: string; text: string }

/** Every mark of the app. A new mark cannot be drawn before it is explained here. */
export const MEANINGS: Record<MarkName, Meaning> = {
  received: { word: t('common.received'), text: t('help.states.weHaveItAndNobodyPut') },
  stored: { word: t('help.states.stored'), text: t('help.states.itLiesInTheLocationThat') },
  held: { word: t('common.held'), text: t('help.states.weKeepItOnPurposeFor') },
  onrun: { word: t('help.states.onARun'), text: t('help.states.somebodyCarriesItThroughTheHouse') },
  handed: { word: t('common.handedOver'), text: t('help.states.somebodyTookItAndSignedFor') },
  mailstop: { word: t('common.leftAtMailStop'), text: t('help.states.itWasLeftAtItsMail') },
  'refused-in': { word: t('common.refused'), text: t('help.states.theRecipientDoesNotWantIt') },
  lost: { word: t('common.lost'), text: t('help.states.weLookedForItAndCould') },
  disposed: { word: t('help.states.disposedOfOrVoided'), text: t('help.states.itIsNotHereAnyMore') },
  norecipient: { word: t('common.noRecipient'), text: t('help.states.nobodyIsNamedForItIt') },
  'forwarded-in': { word: t('common.forwarded'), text: t('help.states.itWasSentOnToAnother') },
  rts: { word: t('common.returnedToSender'), text: t('help.states.itWasGivenBackToIts') },
  logged: { word: t('common.logged'), text: t('help.states.theLetterStandsInTheCertified') },
  inbook: { word: t('help.states.inOpenBook'), text: t('help.states.itStandsOnALineOf') },
  presented: { word: t('common.presentedNotAccepted'), text: t('help.states.itWasTakenToUspsAnd') },
  label: { word: t('help.states.labelOnly'), text: t('help.states.uspsKnowsTheNumberAndHas') },
  accepted: { word: t('common.accepted'), text: t('help.states.uspsHasItAndSomethingShows') },
  transit: { word: t('help.states.inTransit'), text: t('help.states.uspsMovesItFromOnePlace') },
  out: { word: t('help.states.outForDelivery'), text: t('help.states.aCarrierOfUspsHasIt') },
  notice: { word: t('help.states.noticeLeft'), text: t('help.states.nobodyTookItUspsLeftA') },
  pickup: { word: t('help.states.availableForPickup'), text: t('help.states.itLiesAtThePostOffice') },
  forwarded: { word: t('common.forwarded'), text: t('help.states.uspsSendsItOnToAnother') },
  delivered: { word: t('help.states.deliveredSignerNotEstablished'), text: t('help.states.aScanSaysThatItWas') },
  addressee: { word: t('help.states.deliveredToAddressee'), text: t('help.states.aPaperShowsThatTheAddressee') },
  agent: { word: t('help.states.deliveredToAgent'), text: t('help.states.aPaperShowsThatSomebodyElse') },
  refused: { word: t('common.refused'), text: t('help.states.theAddresseeDidNotTakeIt') },
  unclaimed: { word: t('help.states.unclaimed'), text: t('help.states.nobodyCollectedItInTimeIt') },
  undeliverable: { word: t('help.states.undeliverable'), text: t('help.states.uspsCouldNotDeliverItAs') },
  returning: { word: t('help.states.returning'), text: t('help.states.uspsBringsItBackToUs') },
  returned: { word: t('help.states.returnedToUs'), text: t('help.states.weHaveItAgainSomebodyScanned') },
  'lost-suspected': { word: t('help.states.lostSuspected'), text: t('help.states.nothingWasHeardOfItFor') },
  conflict: { word: t('help.states.sourcesDisagree'), text: t('help.states.twoSourcesSayDifferentThingsBoth') },
}

/** The marks in the order in which a piece goes through them. */
export const MEANING_GROUPS: ReadonlyArray<{ title: string; names: readonly MarkName[] }> = [
  { title: t('help.states.withUsASquare'), names: ['received', 'norecipient', 'stored', 'held', 'onrun', 'handed', 'mailstop', 'refused-in', 'lost', 'disposed'] },
  { title: t('help.states.leftUs'), names: ['forwarded-in', 'rts'] },
  { title: t('help.states.lettersBeforeThePostOffice'), names: ['logged', 'inbook', 'presented'] },
  { title: t('help.states.withUspsACircle'), names: ['label', 'accepted', 'transit', 'out', 'notice', 'pickup', 'forwarded', 'lost-suspected', 'conflict'] },
  { title: t('help.states.howItEnded'), names: ['delivered', 'addressee', 'agent', 'refused', 'unclaimed', 'undeliverable', 'returning', 'returned'] },
]
