import type { BatchField, BatchMapping } from '../../shared/contract/certified.ts'
import { BATCH_FIELDS } from '../../shared/contract/certified.ts'
import { searchKey } from '../../shared/mail/names.ts'

/** How the columns of mailing lists are called, letters and digits only, the likeliest first. */
const SPELLINGS: Readonly<Record<BatchField, string>> = {
  address: 'fulladdress addressblock mailingaddress address',
  name: 'name fullname addressee recipient recipientname contact contactname to attentionname customername debtor tenant',
  company: 'company companyname organization organisation business firm',
  attention: 'attention attn careof co',
  address1: 'address1 addressline1 street streetaddress address street1 line1 addr1 deliveryaddress',
  address2: 'address2 addressline2 street2 line2 addr2 unit suite apt apartment secondary',
  address3: 'address3 addressline3 street3 line3 addr3',
  city: 'city town locality municipality',
  state: 'state st province stateprovince region statecode',
  zip: 'zip zipcode postalcode postcode zip5 zip4 zipplus4',
  country: 'country countryname nation',
  department: 'department dept division',
  costCode: 'costcode costcenter costcentre account accountcode chargecode glcode',
  matter: 'matter matterno matternumber case caseno casenumber reference ref refno file fileno filenumber clientmatter',
  document: 'document documenttitle doc description contents item subject',
  weight: 'weight weightoz ounces oz',
  note: 'note notes comment comments remark remarks',
}

const key = (name: string): string => searchKey(name).replaceAll(/[^a-z0-9]/g, '')

/** What a file's columns are known by again: their names in order, case and marks set aside. */
export function columnsKey(columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => key(column) || column))
}

/** Which column is which, as far as their names tell. Each column is one field; a plain "address" is the street where there is a city besides it. */
export function suggestMapping(columns: readonly string[]): BatchMapping {
  const names = columns.map(key)
  const parted = names.some((name) => SPELLINGS.city.split(' ').includes(name) || SPELLINGS.zip.split(' ').includes(name))
  const mapping: BatchMapping = {}
  const taken = new Set<number>()
  for (const field of BATCH_FIELDS) {
    if (field === 'address' && parted) continue
    for (const spelling of SPELLINGS[field].split(' ')) {
      const column = names.findIndex((name, i) => name === spelling && !taken.has(i))
      if (column < 0) continue
      mapping[field] = column
      taken.add(column)
      break
    }
  }
  return mapping
}
