import type { ImportField, ImportMapping } from '../../shared/contract/directory.ts'
import { IMPORT_FIELDS } from '../../shared/contract/directory.ts'
import { compactCode } from './matching.ts'

/** How the columns of personnel and mail-room lists are called, letters and digits only, the likeliest first. */
const SPELLINGS: Readonly<Record<ImportField, string>> = {
  employeeId: 'employeeid employeeno employeenumber empid empno empnumber emplid personid personnelno personnelnumber staffid staffno workerid associateid userid uid eid payrollid payrollno hrid idnumber id employee',
  given: 'firstname givenname given first forename preferredfirstname legalfirstname fname firstnm christianname prenom nombre vorname',
  family: 'lastname familyname surname family last lname lastnm sn legallastname nom apellido apellidos nachname',
  name: 'name fullname displayname employeename personname recipient recipientname contactname lastfirst lastnamefirstname namelastfirst preferredname cn worker',
  email: 'email emailaddress mail workemail primaryemail businessemail smtp emailwork companyemail userprincipalname upn correo',
  phone: 'phone telephone phonenumber workphone businessphone tel officephone extension ext telephonenumber phoneext directphone',
  department: 'department dept departmentname deptname division unit orgunit organization organisation costcentername team group businessunit abteilung departamento',
  departmentCode: 'departmentcode deptcode departmentid deptid departmentnumber deptno costcenter costcentre cc orgcode',
  mailStop: 'mailstop mailstopcode ms mailcode mailbox mailslot mailpoint stop mailstopid mailroomstop internalmail msc pobox mailboxnumber deliverystop',
  building: 'building bldg buildingname buildingcode site facility campusbuilding bldgname',
  floor: 'floor fl floornumber level floorno storey',
  location: 'storagelocation shelf bin slot location shelflocation mailroomlocation pickuplocation',
  aliases: 'aliases alias alsoknownas aka nickname nicknames othernames formername maidenname preferred knownas',
  badge: 'badge badgenumber badgeno badgeid cardnumber cardid accesscard barcode',
  forwarding: 'forwarding forwardingaddress forwardto forwardingnote forward',
  notice: 'notice noticepreference notification notificationpreference notify contactpreference',
  note: 'note notes comment comments remark remarks',
  status: 'status active employeestatus employmentstatus isactive enabled accountenabled activeinactive state',
  leftOn: 'lefton terminationdate termdate enddate leavedate separationdate lastday lastworkingday dateleft exitdate',
}

const FIELD_OF = new Map(IMPORT_FIELDS.flatMap((field) => SPELLINGS[field].split(' ').map((spelling, rank) => [spelling, { field, rank }] as const)))

/** What a column's name is compared by: letters and digits only. */
function headerKey(name: string): string {
  return compactCode(name).replace(/^(?:employee|emp|worker|person|user|staff)(?=firstname|lastname|surname|email|phone|department|dept|status|name|givenname|familyname|mailstop)/, '')
}

/** What a file's columns are known by again: their names in order, case and marks set aside. */
export function columnsKey(columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => compactCode(column) || column))
}

/** Which column is which, as far as their names tell. Of two that would do, the more usual name wins, then the first. */
export function suggestMapping(columns: readonly string[]): ImportMapping {
  const best = new Map<ImportField, { column: number; rank: number }>()
  for (const [column, name] of columns.entries()) {
    const known = FIELD_OF.get(headerKey(name)) ?? FIELD_OF.get(compactCode(name))
    if (!known) continue
    const before = best.get(known.field)
    if (!before || known.rank < before.rank) best.set(known.field, { column, rank: known.rank })
  }
  return Object.fromEntries([...best].map(([field, { column }]) => [field, column]))
}
