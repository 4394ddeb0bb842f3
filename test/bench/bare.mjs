// The least that can be measured as an app: a process that serves one page, on which a name is chosen, a PIN typed, and rows added by Enter. The floor of what a browser shows.
import { createServer } from 'node:http'

const page = (/** @type {string} */ name) => `<!doctype html><meta charset="utf-8"><title>Bare</title>
<form><label><input type="radio" name="who">${name}</label><label>PIN <input autofocus></label></form>
<script>
addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  const field = document.querySelector('#intake-number')
  if (field === null) {
    document.body.innerHTML = '<h1>Intake</h1><label>Number <input id="intake-number"></label><ul role="listbox" aria-label="Pieces of this session"></ul>'
    document.querySelector('#intake-number').focus()
    return
  }
  const row = document.createElement('li')
  row.role = 'option'
  row.textContent = field.value
  field.value = ''
  document.querySelector('ul').prepend(row)
})
</script>`

const server = createServer((_, response) => { response.setHeader('content-type', 'text/html').end(page(process.argv[2] ?? '')) })
server.listen(0, '127.0.0.1', () => { console.log(`open at http://127.0.0.1:${server.address().port}/`) })
process.on('SIGTERM', () => { process.exit() })
