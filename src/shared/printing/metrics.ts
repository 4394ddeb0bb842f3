/**
 * Widths of the letters of Atkinson Hyperlegible Next, the typeface of everything printed, in thousandths of the type size.
 * They let the layout be decided once, without a font at hand, for paper and screen alike. Taken from the fonts in
 * resources/fonts; a test compares them with the files.
 */

/** Height of a capital letter, and the room below the line, as parts of the type size. */
export const CAP_HEIGHT = 0.668
export const DESCENT = 0.24

// Runs of code points: the first in base 16, then two base-36 digits for each width.
const REGULAR =
  '20=7s7y8di3ggpjkb4g8b8bdhgu5ua25uari0bbf8g0h2gcgme6h3gj5u5ufdhgfddclmheh1hxilftfcjajaawe8hjf1mwj9juggk4h2ggfij6ghnsh' +
  'bfzgv8tar9kfcac6relfqdhfoey8qfifa706tdo7anhfaf8fqfy9pd392f0ctj0ddchcs9k6l9kff a0=7s7ydhgyg4fz6leoa8m6abfmgq ae=m69w9' +
  'sg3aman6r b6=e56o7d74akfmmomso3ciheheheheheheorhxftftftftawawawawj5j9jujujujujuesjuj6j6j6j6fzggg6elelelelelelo2dheye' +
  'yeyey7070707efpfaf8f8f8f8f8guf8f0f0f0f0chfqchheelheelheelhxdh 10a=hxdhhxdhilhmj5foftey 116=fteyfteyftey 11e=jafijafi' +
  'jafi 126=jafa 12a=aw70 12e=aw70aw70p4dt 136=hjdo 139=f17af17af18t 141=fv88j9faj9faj9fa 150=juf8rypoh29p 158=h29pggd3' +
  ' 15e=ggd3ggd3fi92fi92 16a=j6f0 16e=j6f0j6f0j6f0nsj0fzchfzgvcsgvcsgvcs 192=90 218=ggd3fi92 237=6t 2c6=b7b7 2c9=9w 2da' +
  '=8a 2dc=bdas 300=0000 303=0000 308=00 1e80=nsj0nsj0nsj0 1e9e=i8 1ef2=fzch 2009=3w 2013=e0mw 2018=6k6k6k 201c=b3b3b3 ' +
  '2020=f1 2022=c6 2026=im 2039=9t9t 2044=ga 20ac=ig 20b9=fe 2113=ci 2122=oa 2212=gu 2215=gm'
const BOLD =
  '20=8o8faul9gyqxk55u9b9bdhgj7jad7kc8ibc8g3gohcgvheexhcfv7k7kfth0ftf7lpiuhviaj4glfqjyjhbsfliffcnujxkqhhl0i2gygvj2hwomj' +
  '1i2h69gc89kg6b480fcgke6gkfna5ghfv8c77ff8uoifvg0gkgnage4agfreqkkezehe1al72alex a0=8o8fe6hmghi272ffc0m6aui1h3 ae=m6ana' +
  'ygzb6bb80 b6=eh86897wb7i1ninoplemiuiuiuiuiuiuquiaglglglglbsbsbsbsjojxkqkqkqkqkqewkqj2j2j2j2i2hhh9fcfcfcfcfcfcoee6fnf' +
  'nfnfn8c8c8c8qgcfvg0g0g0g0g0gjg0frfrfrfrehgkehiufciufciufciae6 10a=iae6iae6j4jajogkglfn 116=glfnglfnglfn 11e=jyghjygh' +
  'jygh 126=jhfv 12a=bs8c 12e=bs8cbs8crdfj 136=ifff 139=fc8ufc8ufca5 141=g69ojxfvjxfvjxfv 150=kqg0sgq0i2ag 158=i2aggye4' +
  ' 15e=gye4gye4gvaggvag 16a=j2fr 16e=j2frj2frj2fromkki2ehi2h6e1h6e1h6e1 192=af 218=gye4gvag 237=77 2c6=d0d0 2c9=an 2da' +
  '=9j 2dc=cidd 300=0000 303=0000 308=00 1e80=omkkomkkomkk 1e9e=iy 1ef2=i2eh 2009=4c 2013=dxn4 2018=7h7h7h 201c=dbdbdb ' +
  '2020=g6 2022=c6 2026=lo 2039=ayay 2044=h5 20ac=iu 20b9=ha 2113=dq 2122=q6 2212=gj 2215=ht'

/** Code points that are looked up by their place: nearly everything that is printed. */
const NEAR = 0x180
interface Widths { all: ReadonlyMap<number, number>; /** -1 where the typeface has nothing. */ near: Int16Array }

const regular = widths(REGULAR)
const bold = widths(BOLD)

/** True if the typeface has this character. */
export function hasGlyph(codePoint: number): boolean {
  return regular.all.has(codePoint)
}

/**
 * Width of a text as a part of the type size. Characters that the typeface lacks are estimated on the wide side; they are
 * drawn from a font of the computer, and squeezed where the estimate was too small.
 */
export function textWidth(text: string, isBold: boolean): number {
  const table = isBold ? bold : regular
  let sum = 0
  for (let at = 0; at < text.length; at++) {
    const unit = table.near[text.charCodeAt(at)]
    if (unit !== undefined && unit >= 0) {
      sum += unit
      continue
    }
    const codePoint = text.codePointAt(at) ?? 0
    if (codePoint > 0xffff) at++
    sum += table.all.get(codePoint) ?? estimate(String.fromCodePoint(codePoint), codePoint)
  }
  return sum / 1000
}

function estimate(char: string, codePoint: number): number {
  if (/\p{M}|\u200c|\u200d/u.test(char)) return 0
  // From Hangul and kana upwards characters fill a square.
  if (codePoint >= 0x1100 && codePoint < 0x11ff) return 1000
  if (codePoint >= 0x2e80) return 1050
  return 680
}

function widths(packed: string): Widths {
  const all = unpack(packed)
  return { all, near: Int16Array.from({ length: NEAR }, (_, codePoint) => all.get(codePoint) ?? -1) }
}

function unpack(packed: string): Map<number, number> {
  const table = new Map<number, number>()
  for (const run of packed.split(' ')) {
    const [start = '', widths = ''] = run.split('=')
    const first = Number.parseInt(start, 16)
    for (let at = 0; at < widths.length; at += 2) table.set(first + at / 2, Number.parseInt(widths.slice(at, at + 2), 36))
  }
  return table
}
