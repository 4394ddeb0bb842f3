import { lexer, type Token, type Tokens } from 'marked'
import { useMemo, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { connection } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { Key } from '../../ui/parts.tsx'
import css from './help.module.css'

const PICTURES = import.meta.glob<string>('../../../../docs/pictures/*.png', { query: '?url', import: 'default', eager: true })
const pictureOf = (href: string): string | undefined => PICTURES[`../../../../docs/${href}`]

/** A picture of the guide. Where the station has to be asked for it and is not there, its place says so. */
function Picture({ href, text }: { href: string; text: string }): ReactNode {
  const state = useStore(connection.state)
  const [here, setHere] = useState(false)
  return here || state === 'open' ? <img src={pictureOf(href)} alt={text} onLoad={() => { setHere(true) }} /> : <p>{t('help.guide.thePictureTextComesWithThe', { text })}</p>
}

/** Text of the app's own guides as elements; what the guides do not use is shown as it stands. */
function shown(token: Token, key: number): ReactNode {
  const inner = (tokens: Token[] | undefined): ReactNode => tokens?.map(shown)
  switch (token.type) {
    case 'heading': return (token as Tokens.Heading).depth < 3 ? <h2 key={key}>{inner(token.tokens)}</h2> : <h3 key={key}>{inner(token.tokens)}</h3>
    case 'paragraph': return <p key={key}>{inner(token.tokens)}</p>
    case 'strong': return <b key={key}>{inner(token.tokens)}</b>
    case 'codespan': return <code key={key}>{(token as Tokens.Codespan).text}</code>
    case 'code': return <pre key={key} tabIndex={0}>{(token as Tokens.Code).text}</pre>
    case 'image': return <Picture key={key} href={(token as Tokens.Image).href} text={(token as Tokens.Image).text} />
    // Pages beside the guide stay where they are: nothing is opened from here.
    case 'link': return <b key={key}>{inner(token.tokens)}</b>
    case 'list': {
      const items = (token as Tokens.List).items.map((item, i) => <li key={i}>{inner(item.tokens)}</li>)
      return (token as Tokens.List).ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    case 'table': return <GuideTable key={key} table={token as Tokens.Table} />
    case 'br': return <br key={key} />
    case 'space': case 'html': return null
    case 'text': return 'tokens' in token && token.tokens ? <span key={key}>{inner(token.tokens)}</span> : (token as Tokens.Text).text
    default: return token.raw
  }
}

const KEYS = /^((Ctrl|Alt|Shift)\+)*(F\d+|Enter|Esc|Del|Space|[A-Z0-9,?])$/
/** A key of the guide as the keycap of this system. */
function keyed(token: Token, key: number): ReactNode {
  return token.type === 'codespan' && KEYS.test((token as Tokens.Codespan).text) ? <Key key={key} of={(token as Tokens.Codespan).text.replaceAll('+', ' ')} /> : shown(token, key)
}

function GuideTable({ table }: { table: Tokens.Table }): ReactNode {
  const cells = (cell: Tokens.TableCell): ReactNode => cell.tokens.map(keyed)
  return (
    <table>
      <thead><tr>{table.header.map((cell, i) => <th key={i} scope="col">{cells(cell)}</th>)}</tr></thead>
      <tbody>{table.rows.map((row, i) => <tr key={i}>{row.map((cell, at) => <td key={at}>{cells(cell)}</td>)}</tr>)}</tbody>
    </table>
  )
}

/** A guide of docs/, bundled with the app so that it is there without a network. */
export function Guide({ text, label }: { text: string; label: string }): ReactNode {
  const tokens = useMemo(() => lexer(text), [text])
  return <article className={css.guide} aria-label={label}>{tokens.map(shown)}</article>
}
